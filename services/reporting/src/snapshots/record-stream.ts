// A service's record as files of a bag: one stream of `GET /internal/export` cut into a file a table.
import type { BagEntry } from '../snapshot/bag.js'
import type { Graph, LogPoint } from '../graph.js'

/**
 * Files of one service: `data/record/<service>/<table>.ndjson`, and the log as `data/log/<service>.ndjson` up to the
 * checkpoint's size. They come out of one stream, so each must be read to its end before the next is asked for.
 * Throws when the stream ends before it says that it is whole.
 */
export async function* recordEntries(
  graph: Graph,
  service: string,
  schoolId: string,
  yearId: string,
  point: LogPoint,
): AsyncGenerator<BagEntry> {
  const answer = await graph.internal(service, `/internal/export?schoolId=${schoolId}&yearId=${yearId}`)
  if (!answer.ok || !answer.body) throw new Error(`${service} exported nothing: ${answer.status}`)
  const lines = linesOf(answer.body)
  await next(lines)
  for (let line = await next(lines); ;) {
    const head = JSON.parse(line) as { table?: string; end?: number }
    if (head.end !== undefined) return
    if (!head.table) throw new Error(`${service}: rows without a table`)
    const rest: { line: string } = { line: '' }
    const isLog = head.table === 'log'
    const path = isLog ? `data/log/${service}.ndjson` : `data/record/${service}/${head.table}.ndjson`
    yield { path, content: rowsOf(lines, rest, isLog ? point.size : Infinity) }
    line = rest.line
  }
}

async function next(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next()
  if (done) throw new Error('the export was cut off')
  return value
}

const marker = /^\{"(table|end)":/

async function* rowsOf(
  lines: AsyncIterator<string>,
  rest: { line: string },
  limit: number,
): AsyncGenerator<Uint8Array> {
  let batch = ''
  let rows = 0
  for (;;) {
    const line = await next(lines)
    if (marker.test(line)) {
      rest.line = line
      break
    }
    // What was entered after the checkpoint belongs to the next snapshot.
    if (rows < limit) batch += `${line}\n`
    rows += 1
    if (batch.length > 65_536) {
      yield Buffer.from(batch)
      batch = ''
    }
  }
  if (batch) yield Buffer.from(batch)
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let kept = ''
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    kept += decoder.decode(chunk, { stream: true })
    const lines = kept.split('\n')
    kept = lines.pop() ?? ''
    yield* lines
  }
  if (kept) yield kept
}
