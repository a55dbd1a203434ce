// What tests of acts look at: the answer, the log, the facts told. A refusal leaves both as they are.
import { newUuid, rawQuery } from '@zhurnal/kit/testing'
import type { Role, Viewer } from '../events.js'
import type { smallSchool, TestRoster } from './harness.js'
import { viewerOf } from './testing.js'

type UserError = { code: string; message: string; field: string[] | null }
export type Payload = { errors: UserError[] } & Record<string, unknown>

export const codes = (payload: Payload) => payload.errors.map((error) => error.code)

export function actsOf(t: TestRoster, s: Awaited<ReturnType<typeof smallSchool>>) {
  const query = <T extends object>(text: string, values: unknown[] = []) =>
    rawQuery<T & Record<string, unknown>>(t.database.urls.system, text, values)
  return {
    query,
    as: (...roles: Role[]): Viewer => viewerOf({ schoolId: s.ids.school, roles }),
    async act(viewer: Viewer, name: string, input: object, select = ''): Promise<Payload> {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
      const answer = await t.as<Record<string, Payload>>(
        viewer,
        `mutation($input: ${type}!) { ${name}(input: $input) { ${select} errors { code message field } } }`,
        { input: name === 'addPeople' ? { ground: 'приказ о зачислении', ...input } : input },
      )
      const payload = answer.data?.[name]
      if (!payload) throw new Error(JSON.stringify(answer.errors))
      return payload
    },
    /** Log entries and facts that there are so far. */
    async traces() {
      const [row] = await query<{ entries: number; events: number }>(
        'select (select count(*)::int from log_entry) as entries, (select count(*)::int from outbox) as events',
      )
      return row
    },
    async lastEntry() {
      const [row] = await query<{ leaf: string }>('select leaf from log_entry order by seq desc limit 1')
      return JSON.parse(row?.leaf ?? '{}') as { act: string; subject: string; from: unknown; to: unknown }
    },
    /** The last fact told of a kind about the thing. */
    async lastFact(name: string, id: string) {
      const rows = await query<{ payload: Record<string, unknown>[] }>(
        'select payload from outbox where name = $1 order by position desc',
        [`roster.${name}-changed.v1`],
      )
      return rows.flatMap((row) => row.payload).find((row) => row.id === id)
    },
    /** A pupil of 7А with a guardian, and a member of staff: just added, nothing depends on them. */
    async added() {
      const [pupil, guardian, staff] = [newUuid(), newUuid(), newUuid()]
      const born = { birthDate: '2013-01-02', pupil: { schoolClassId: s.ids.class7, from: '2026-09-01' } }
      await s.run('addPeople', {
        schoolId: s.ids.school,
        people: [
          { id: pupil, lastName: 'Ёлкина', firstName: 'Ева', ...born },
          { id: staff, lastName: 'Указкин', firstName: 'Устин', staff: { position: 'учитель физики' } },
        ],
      })
      await s.run('addPeople', {
        schoolId: s.ids.school,
        people: [{ id: guardian, lastName: 'Ёлкин', firstName: 'Емельян', guardianOf: [pupil] }],
      })
      return { pupil, guardian, staff }
    },
  }
}
