// Long work end to end: asked for over the gateway, done by the worker, looked up in the jobs' table.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench } from './bench.js'
import { residentMbOf } from './processes.js'
import type { Line } from './result.js'

type Started = { job: { id: string } | null; errors: { message: string }[] }

async function start(bench: Bench, act: string, input: object): Promise<string> {
  const type = `${act[0]?.toUpperCase()}${act.slice(1)}Input`
  const query = `mutation($input: ${type}!) { ${act}(input: $input) { job { id } errors { message } } }`
  const body = JSON.stringify({ query, variables: { input } })
  const answer = JSON.parse(await bench.clients.graph(bench.coordinator, body, '"job"')) as {
    data: Record<string, Started>
  }
  const started = answer.data[act]
  if (!started?.job) throw new Error(`${act}: ${JSON.stringify(started?.errors)}`)
  return started.job.id
}

/** Waits until all are done; the worker's greatest memory on the way, in megabytes. Throws when one fails or `limitS` is over. */
async function finished({ stage }: Bench, jobIds: readonly string[], limitS: number): Promise<number> {
  let peak = 0
  for (const until = Date.now() + limitS * 1000; ; await sleep(200)) {
    peak = Math.max(peak, residentMbOf(stage.installation.children.get('worker')?.pid() ?? 0))
    const { rows } = await stage
      .admin('reporting')
      .query<{ state: string; error: string | null; count: number }>(
        'select state, max(error) as error, count(*)::int as count from job where id = any($1) group by state',
        [jobIds],
      )
    const bad = rows.find((row) => row.state === 'FAILED' || row.state === 'CANCELLED')
    if (bad) throw new Error(`a job failed: ${bad.error}`)
    if (rows.every((row) => row.state === 'DONE')) return peak
    if (Date.now() > until) throw new Error(`not done in ${limitS} s: ${JSON.stringify(rows)}`)
  }
}

export async function measureLedgers(bench: Bench): Promise<Line[]> {
  const { school, stage, options } = bench
  const teachers = options.quick ? school.teachers.slice(0, 3) : school.teachers
  const from = performance.now()
  const ids: string[] = []
  for (const { classId } of teachers)
    ids.push(
      await start(bench, 'printClassJournal', { schoolClassId: classId, periodId: school.quarters[0]?.id }),
    )
  const peak = await finished(bench, ids, 400)
  const seconds = (performance.now() - from) / 1000
  const { rows } = await stage
    .admin('reporting')
    .query<{ pages: number; bytes: number }>(
      'select sum(pages)::int as pages, sum(bytes)::float as bytes from document where job_id = any($1)',
      [ids],
    )
  return [
    {
      row: 'ledgers',
      what: `journals of ${teachers.length} classes for a quarter, PDF/A-3b with the data set, end to end`,
      must: '< 60 s',
      aim: '20 s',
      meetsMust: options.quick ? null : seconds < 60,
      meetsAim: seconds < 20,
      figures: {
        s: seconds,
        pages: rows[0]?.pages ?? 0,
        MB: (rows[0]?.bytes ?? 0) / 1e6,
        'worker peak MB': peak,
      },
    },
  ]
}

export async function measureSnapshot(bench: Bench): Promise<Line[]> {
  const { school, stage } = bench
  const from = performance.now()
  const id = await start(bench, 'takeSnapshot', { yearId: school.yearId })
  const peak = await finished(bench, [id], 240)
  const seconds = (performance.now() - from) / 1000
  const { rows } = await stage
    .admin('reporting')
    .query<{ bytes: number; files: number }>(
      'select bytes::float as bytes, files from snapshot order by taken_at desc limit 1',
    )

  return [
    {
      row: 'snapshot',
      what: 'yearly snapshot of a school of 990 pupils in two stores, each copy read back',
      must: '< 60 s, < 400 MB',
      aim: '20 s',
      meetsMust: seconds < 60 && peak < 400,
      meetsAim: seconds < 20 && peak < 400,
      figures: {
        s: seconds,
        MB: (rows[0]?.bytes ?? NaN) / 1e6,
        files: rows[0]?.files ?? NaN,
        'worker peak MB': peak,
      },
    },
  ]
}
