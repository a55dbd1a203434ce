import type { Bench } from './bench.js'
import { eightAtOnce, oneByOne, type Rivals } from './measure.js'
import type { Line } from './result.js'

const query = `query PupilYear($pupilId: ID!) {
  pupil(id: $pupilId) { id marks { id value date setByName subjectName work { kind weight } } }
}`

/** All marks of a pupil's year, pupil by pupil of the second class, for their class teacher. */
export async function measurePupil(bench: Bench): Promise<Line[]> {
  const { clients, school, tokens } = bench
  const teacher = school.teachers[1]
  const token = tokens[1] ?? ''
  const pupilIds = teacher?.pupilIds ?? []
  const pupil = (n: number) => pupilIds[n % pupilIds.length] ?? ''
  const span = [school.quarters[0]?.startsOn, school.quarters.at(-1)?.endsOn]
  const rivals: Rivals = {
    ours: (n) =>
      clients.graph(token, JSON.stringify({ query, variables: { pupilId: pupil(n) } }), '"subjectName"'),
    handler: (n) => clients.handler(token, 'pupil', [pupil(n), ...span]),
    sql: (n) => clients.statement('pupil', [pupil(n), ...span]),
  }
  const first = JSON.parse(String(await rivals['ours']?.(0))) as { data: { pupil: { marks: unknown[] } } }
  const marks = first.data.pupil.marks.length
  const alone = await oneByOne(rivals, { times: bench.times(200), warmUp: 40 })
  const together = await eightAtOnce(rivals, { times: bench.times(160) })
  const median = alone['ours']?.median ?? NaN
  const ratio = median / (alone['handler']?.median ?? NaN)
  return [
    {
      row: 'pupil',
      what: `a pupil's marks of a year, 12 subjects, ${marks} marks as objects`,
      must: '< 30 ms',
      aim: '≤ 5 x handler',
      meetsMust: median < 30,
      meetsAim: ratio <= 5,
      oneByOne: alone,
      eightAtOnce: together,
    },
  ]
}
