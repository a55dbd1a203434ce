// One installation with more and more schools: does the first one's page grow slower?
import type { Bench } from './bench.js'
import { Copies } from './copies.js'
import { oneByOne, type Spread } from './measure.js'
import type { Line } from './result.js'
import { pageRivals } from './row-page.js'

export async function measureSchools(bench: Bench): Promise<Line[]> {
  const { stage, school, options } = bench
  const db = stage.admin('gradebook')
  await db.query(`alter system set max_wal_size = '8GB'`)
  await db.query(`select pg_reload_conf()`)
  const copies = await Copies.of(stage, school.id)
  const steps: { schools: number; page: Record<string, Spread>; sizes: Record<string, number> }[] = []
  const until = Date.now() + options.loadSeconds * 1000
  try {
    for (const wanted of options.schools) {
      if (wanted - copies.count > 3) await copies.prepare()
      while (copies.count < wanted && Date.now() < until) await copies.add()
      await copies.settle()
      const page = await oneByOne(pageRivals(bench), { times: bench.times(200), warmUp: 60 })
      steps.push({ schools: copies.count, page, sizes: await sizesOf(bench) })
      bench.say(`schools: ${copies.count}, page ${page['ours']?.median.toFixed(1)} ms`)
      if (copies.count < wanted) break
    }
  } finally {
    await copies.close()
  }
  const first = steps[0]?.page['ours']?.median ?? NaN
  const last = steps.at(-1)
  const growth = (last?.page['ours']?.median ?? NaN) / first
  const whole = last?.schools === options.schools.at(-1) && (last?.schools ?? 0) >= 100
  return [
    ...steps.map(({ schools, page, sizes }): Line => ({
      row: `schools ${schools}`,
      what: `the page of the first of ${schools} schools of 990 pupils, a full year each`,
      must: '',
      aim: '',
      meetsMust: null,
      meetsAim: null,
      oneByOne: page,
      figures: sizes,
    })),
    {
      row: 'schools',
      what: `growth of the page's median from 1 to ${last?.schools ?? 0} schools${whole ? '' : ' (100 were not reached)'}`,
      must: '≤ 1.2x at 100',
      aim: '1.05x',
      meetsMust: whole ? growth <= 1.2 : null,
      meetsAim: growth <= 1.05,
      figures: {
        growth,
        'growth of the handler':
          (last?.page['handler']?.median ?? NaN) / (steps[0]?.page['handler']?.median ?? NaN),
      },
    },
  ]
}

/** Rows by the server's count after ANALYZE, and sizes on the disk with indexes. */
async function sizesOf({ stage }: Bench): Promise<Record<string, number>> {
  const { rows } = await stage.admin('gradebook').query<{ name: string; rows: number; mb: number }>(
    `select relname as name, reltuples::float as rows, (pg_total_relation_size(oid) / 1e6)::float as mb from pg_class
     where relname in ('mark', 'absence', 'lesson_record', 'ref_lesson', 'work') order by relname`,
  )
  const whole = await stage
    .admin('gradebook')
    .query<{ mb: number }>('select (pg_database_size(current_database()) / 1e6)::float as mb')
  return {
    ...Object.fromEntries(
      rows.flatMap((row) => [
        [`${row.name} rows`, row.rows],
        [`${row.name} MB`, Math.round(row.mb)],
      ]),
    ),
    'database MB': Math.round(whole.rows[0]?.mb ?? 0),
  }
}
