// Search of people by name in one of sixty schools, for its coordinator: cards and the log of reading included.
import type { Bench } from './bench.js'
import { eightAtOnce, oneByOne, type Rivals } from './measure.js'
import type { Line } from './result.js'

const schools = 60
const query = `query People($search: String!) {
  school { people(search: $search, first: 50) { edges { node {
    id fullName staff { position } pupil { schoolClass { name } } account { username state } } } } }
}`
const statement = `select p.id, p.last_name, p.first_name, p.patronymic, p.position from person p
  where p.school_id = $1 and not p.removed and folded_name(p.last_name, p.first_name, p.patronymic) like '%' || $2 || '%'
  order by p.last_name, p.first_name, p.id limit 50`

export async function measurePeople(bench: Bench): Promise<Line[]> {
  const { clients, coordinator, school, stage } = bench
  const db = stage.admin('roster')
  const { rows: surnames } = await db.query<{ name: string }>(
    'select distinct last_name as name from person where school_id = $1 and is_pupil order by 1',
    [school.id],
  )
  await addSchools(bench)
  try {
    const { rows } = await db.query<{ people: number }>('select count(*)::int as people from person')
    const people = rows[0]?.people ?? 0
    // Typed as people type: the beginning of a surname, in lower case, е for ё.
    const words = (n: number) =>
      (surnames[(n * 37) % surnames.length]?.name ?? '').toLowerCase().replaceAll('ё', 'е').slice(0, 5)
    const rivals: Rivals = {
      ours: (n) =>
        clients.graph(coordinator, JSON.stringify({ query, variables: { search: words(n) } }), '"fullName"'),
      sql: (n) => db.query({ name: 'people', text: statement, values: [school.id, words(n)] }),
    }
    const alone = await oneByOne(rivals, { times: bench.times(200), warmUp: 40 })
    const together = await eightAtOnce(rivals, { times: bench.times(160) })
    const median = alone['ours']?.median ?? NaN
    return [
      {
        row: 'people',
        what: `people of one school by the beginning of a surname, among ${people} people of ${schools} schools`,
        must: '< 50 ms',
        aim: '≤ 15 ms',
        meetsMust: median < 50,
        meetsAim: median <= 15,
        oneByOne: alone,
        eightAtOnce: together,
      },
    ]
  } finally {
    await removeSchools(bench)
  }
}

/** The first school's people once more in each of the others, under other ids; the names are the same. */
async function addSchools({ stage, school }: Bench): Promise<void> {
  const db = stage.admin('roster')
  await db.query(
    `insert into school (id, name, short_name, time_zone, study_days)
     select gen_random_uuid(), 'people ' || n, 'people', time_zone, study_days
     from school, generate_series(2, $2::int) n where id = $1`,
    [school.id, schools],
  )
  await db.query(
    `insert into person (id, school_id, last_name, first_name, patronymic, birth_date, is_pupil, position)
     select gen_random_uuid(), s.id, p.last_name, p.first_name, p.patronymic, p.birth_date, p.is_pupil, p.position
     from person p, school s where p.school_id = $1 and s.short_name = 'people'`,
    [school.id],
  )
  await db.query('vacuum analyze person')
}

/** The rows after this one count their own schools. */
async function removeSchools({ stage }: Bench): Promise<void> {
  const db = stage.admin('roster')
  await db.query(`delete from person where school_id in (select id from school where short_name = 'people')`)
  await db.query(`delete from school where short_name = 'people'`)
}
