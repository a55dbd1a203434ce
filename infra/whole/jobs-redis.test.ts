// The same suite with the queue on Redis. Where there is no Redis (`TEST_REDIS_URL`, set by `npm run check`) it says so.
import { describe, test } from '@jest/globals'
import { jobsSuite } from './jobs-suite.js'

const redisUrl = process.env.TEST_REDIS_URL

if (redisUrl) describe('on Redis', () => jobsSuite(redisUrl))
else {
  process.stderr.write('The suite of jobs on Redis did NOT run: TEST_REDIS_URL is not set.\n')
  test.skip('jobs on Redis: no TEST_REDIS_URL', () => undefined)
}
