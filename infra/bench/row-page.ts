import { portalDocument } from './documents.js'
import { eightAtOnce, oneByOne, type Rivals } from './measure.js'
import { cpuMsOf } from './processes.js'
import type { Line } from './result.js'
import type { Bench } from './bench.js'

export const pageBody = (courseId: string, periodId: string): string =>
  JSON.stringify({
    operationName: 'JournalPage',
    query: portalDocument('JournalPage'),
    variables: { courseId, periodId },
  })

/** The dense page of the first class, as the portal asks for it. */
export function pageRivals(bench: Bench): Rivals {
  const { clients, school, tokens } = bench
  const courseId = school.teachers[0]?.courseIds[0] ?? ''
  const periodId = school.quarters[0]?.id ?? ''
  const token = tokens[0] ?? ''
  const body = pageBody(courseId, periodId)
  return {
    ours: () => clients.graph(token, body, '"cells":["m|'),
    handler: () => clients.handler(token, 'page', [courseId, periodId]),
    sql: () => clients.statement('page', [courseId, periodId]),
  }
}

export async function measurePage(bench: Bench): Promise<Line[]> {
  const rivals = pageRivals(bench)
  const answer = JSON.parse(String(await rivals['ours']?.(0))) as {
    data: { journal: { lessons: unknown[]; rows: { cells: string[] }[] } }
  }
  const { lessons, rows } = answer.data.journal
  const marks = rows.flatMap((row) => row.cells).filter((cell) => cell.startsWith('m|')).length
  if (rows.length !== 30 || lessons.length !== 30 || marks !== 900)
    throw new Error(`the page is ${rows.length} x ${lessons.length} with ${marks} marks`)
  const alone = await oneByOne(rivals, { times: bench.times(300), warmUp: 60 })
  const together = await eightAtOnce(rivals, { times: bench.times(240) })
  const figures = await processorOf(bench, rivals)
  const median = alone['ours']?.median ?? NaN
  const rate = together['ours']?.perSecond ?? NaN
  const ratio = median / (alone['handler']?.median ?? NaN)
  const what = `journal page, 30 pupils x 30 lessons with a mark in each cell, through the gateway, signed in`
  return [
    {
      row: 'page',
      what,
      must: '< 26 ms',
      aim: '≤ 2.5 x handler',
      meetsMust: median < 26,
      meetsAim: ratio <= 2.5,
      oneByOne: alone,
      figures,
    },
    {
      row: 'page, 8 at once',
      what: 'the same, 8 at once',
      must: '> 58/s',
      aim: '> 116/s',
      meetsMust: rate > 58,
      meetsAim: rate > 116,
      eightAtOnce: together,
    },
  ]
}

/** Processor time of one page in each process: it tells more than a clock where other work goes on beside. */
async function processorOf(bench: Bench, rivals: Rivals): Promise<Record<string, number>> {
  const { stage } = bench
  const pids: Record<string, number> = { postgres: stage.postgresPid() }
  for (const name of ['roster', 'gradebook', 'gateway'] as const)
    pids[name] = stage.installation.children.get(name)?.pid() ?? 0
  const used = () => Object.entries(pids).map(([name, pid]) => [name, cpuMsOf(pid)] as const)
  const times = bench.times(200)
  const before = new Map(used())
  for (let n = 0; n < times; n += 1) await rivals['ours']?.(n)
  return Object.fromEntries(
    used().map(([name, cpu]) => [`${name} CPU ms`, (cpu - (before.get(name) ?? 0)) / times]),
  )
}
