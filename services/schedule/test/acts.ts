// What tests of acts look at: the answer, the log, the facts told. A refusal leaves both as they are.
import { rawQuery } from '@zhurnal/kit/testing'
import type { Role, Viewer } from '@zhurnal/roster/events'
import { viewerOf } from '@zhurnal/roster/testing'
import type { smallPlan, TestSchedule } from './harness.js'

type UserError = { code: string; message: string; field: string[] | null }
export type Payload = { errors: UserError[] } & Record<string, unknown>

export const codes = (payload: Payload) => payload.errors.map((error) => error.code)

export function actsOf(t: TestSchedule, s: Awaited<ReturnType<typeof smallPlan>>) {
  const query = <T extends object>(text: string, values: unknown[] = []) =>
    rawQuery<T & Record<string, unknown>>(t.database.urls.system, text, values)
  return {
    query,
    as: (...roles: Role[]): Viewer => viewerOf({ schoolId: s.ids.school, roles }),
    async act(name: string, input: object, select = '', viewer = s.coordinator): Promise<Payload> {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
      const answer = await t.as<Record<string, Payload>>(
        viewer,
        `mutation($input: ${type}!) { ${name}(input: $input) { ${select} errors { code message field } } }`,
        { input },
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
    /** The last fact told of a course or a lesson. */
    async lastFact(kind: 'course' | 'lesson', id: string) {
      const rows = await query<{ payload: Record<string, unknown>[] }>(
        'select payload from outbox where name = $1 order by position desc',
        [`schedule.${kind}-changed.v1`],
      )
      return rows.flatMap((row) => row.payload).find((row) => row.id === id)
    },
    /** Lessons of a course that stand: «2026-11-24 1 HELD teacher's id». */
    async lessons(courseId: string) {
      const rows = await query<{ id: string; text: string; teacher_id: string | null }>(
        `select id, day || ' ' || number || case when held_at is not null then ' HELD' else '' end as text, teacher_id
          from lesson where course_id = $1 and not removed order by day, number`,
        [courseId],
      )
      return rows
    },
  }
}
