// All that is held on one person, gathered on a whole installation; and a pupil's file brought through the gateway.
import { randomUUID } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSmallSchool, type Whole } from './small-school.js'

let w: Whole
let coordinator: string
let pupil: string
beforeAll(async () => {
  w = await startSmallSchool()
  coordinator = await w.signIn('coordinator')
  pupil = await w.signIn('anna')
}, 120_000)
afterAll(() => w.stop(), 60_000)

const pdf = Buffer.from('%PDF-1.7\nвымышленная грамота')
const files = (path: string, token: string, init: RequestInit = {}) =>
  fetch(`${w.installation.urls.gateway}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
  })

/** Names and contents of a zip without data descriptors, as ours are. */
function unzipped(zip: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
    const [packed, name, extra] = [
      zip.readUInt32LE(at + 18),
      zip.readUInt16LE(at + 26),
      zip.readUInt16LE(at + 28),
    ]
    const start = at + 30 + name + extra
    found.set(
      zip.toString('utf8', at + 30, at + 30 + name),
      inflateRawSync(zip.subarray(start, start + packed)),
    )
    at = start + packed
  }
  return found
}

type JobSeen = {
  state: string
  error: string | null
  documents: { id: string; url: string; title: string; expiresAt: string }[]
}
async function finished(id: string): Promise<JobSeen> {
  for (const deadline = Date.now() + 60_000; ;) {
    const { data } = await w.ask<{ job: JobSeen }>(
      coordinator,
      'query($id: ID!) { job(id: $id) { state error documents { id url title expiresAt } } }',
      { id },
    )
    if (data && !['WAITING', 'RUNNING'].includes(data.job.state)) return data.job
    if (Date.now() > deadline) throw new Error(`it did not end: ${JSON.stringify(data)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe('all that is held on a person', () => {
  test('is one archive with what each service holds, for who asked; the look is logged; no credential is in it', async () => {
    const brought = await files('/files', pupil, {
      method: 'POST',
      body: pdf,
      headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('грамота.pdf')}` },
    })
    expect(brought.status).toBe(201)
    const { fileId } = (await brought.json()) as { fileId: string }
    const item = {
      id: randomUUID(),
      pupilId: w.ids.anna,
      fileId,
      title: 'Олимпиада',
      kind: 'OLYMPIAD',
      date: w.today,
    }
    expect((await w.run(pupil, 'addPortfolioItem', item)).errors).toEqual([])
    const started = await w.run<{ job: { id: string } }>(
      coordinator,
      'exportPerson',
      { personId: w.ids.anna },
      'job { id }',
    )
    const job = await finished(started.job.id)
    expect(job).toMatchObject({
      state: 'DONE',
      error: null,
      documents: [{ title: expect.stringContaining('Азбукина Анна') }],
    })
    const url = job.documents[0]?.url ?? ''
    const zip = unzipped(Buffer.from(await (await files(url, coordinator)).arrayBuffer()))
    expect([...zip.keys()]).toEqual([
      'Прочитать.html',
      'data/roster.json',
      'data/schedule.json',
      'data/gradebook.json',
      'data/reporting.json',
      'portfolio/1-грамота.pdf',
    ])
    expect(zip.get('portfolio/1-грамота.pdf')?.equals(pdf)).toBe(true)
    expect(zip.get('Прочитать.html')?.toString()).toContain('Азбукина')
    const roster = JSON.parse(zip.get('data/roster.json')?.toString() ?? '{}') as Record<string, object[]>
    expect(roster.person).toMatchObject([{ last_name: 'Азбукина' }])
    expect(roster.account).toMatchObject([{ username: 'anna' }])
    const text = [...zip.values()].join('\n')
    for (const secret of ['argon2', '"token"', 'secret_hash', 'snils_hmac'])
      expect(text).not.toContain(secret)
    expect((await files(url, pupil)).status).toBe(404)
    const { data } = await w.ask<{
      accessLog: { edges: { node: { what: string; people: { id: string }[] } }[] }
    }>(
      coordinator,
      'query($d: Date!) { accessLog(from: $d, to: $d) { edges { node { what people { id } } } } }',
      { d: w.today },
    )
    expect(data?.accessLog.edges.map((edge) => edge.node)).toContainEqual(
      expect.objectContaining({
        what: expect.stringContaining('контакты'),
        people: [{ id: w.ids.anna }],
      }),
    )
  }, 90_000)

  test('is for the coordinator to ask', async () => {
    const director = await w.signIn('director')
    for (const token of [director, pupil])
      expect((await w.run(token, 'exportPerson', { personId: w.ids.anna })).errors).toMatchObject([
        { code: 'NOT_FOUND' },
      ])
  })
})
