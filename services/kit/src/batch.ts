// What acts on many rows have in common: each row is named by its place in the input.
import { notFound, refuse, refuseEach, type UserError } from './refusal.js'

type Asked = { readonly id: string; readonly expectedVersion?: number | null | undefined }
type Standing = { readonly id: string; readonly version: number }

/** Limits a batch, naming the limit; a thing may be named once. */
export function oneOfEach(ids: readonly string[], limit: number, list: string): void {
  if (ids.length > limit) refuse('BAD_INPUT', `Не больше ${limit} за один раз.`, list)
  if (new Set(ids).size < ids.length) refuse('BAD_INPUT', 'Одна и та же запись названа дважды.', list)
}

/**
 * What each row of the input asks, beside the row as it stands. NOT_FOUND for what is not there (all of them),
 * CONFLICT for what somebody has changed since the asker read it (all of them).
 */
export function besideStanding<A extends Asked, S extends Standing>(
  asked: readonly A[],
  standing: readonly S[],
  list: string,
): { asked: A; row: S; place: string }[] {
  const byId = new Map(standing.map((row) => [row.id, row]))
  const pairs = asked.map((one, i) => ({ asked: one, row: byId.get(one.id), place: String(i) }))
  refuseEach(
    pairs.flatMap(({ row, place }): UserError[] =>
      row
        ? []
        : [
            {
              code: 'NOT_FOUND',
              message: 'Такой записи нет или у вас нет к ней доступа.',
              field: [list, place, 'id'],
            },
          ],
    ),
  )
  const known = pairs.flatMap(({ row, ...pair }) => (row ? [{ ...pair, row }] : []))
  refuseEach(
    known.flatMap(({ asked: { expectedVersion }, row, place }): UserError[] =>
      expectedVersion == null || expectedVersion === row.version
        ? []
        : [
            {
              code: 'CONFLICT',
              message: 'Эту запись только что изменил кто-то другой. Посмотрите, что стоит теперь.',
              field: [list, place, 'expectedVersion'],
            },
          ],
    ),
  )
  return known
}

/** Refuses with one IN_USE for each thing that something holds: who it is and what holds it, in words. */
export function refuseHeld(
  ids: readonly string[],
  rows: readonly { readonly id: string; readonly name: string; readonly holders: readonly string[] }[],
  list: string,
): void {
  const byId = new Map(rows.map((row) => [row.id, row]))
  if (ids.some((id) => !byId.has(id))) notFound(list)
  refuseEach(
    ids.flatMap((id, i): UserError[] => {
      const row = byId.get(id)
      if (!row || row.holders.length === 0) return []
      return [
        { code: 'IN_USE', message: `${row.name}: ${row.holders.join('; ')}.`, field: [list, String(i)] },
      ]
    }),
  )
}

/** The first three names and how many more there are: «Азбукина Анна, Букварёв Борис и ещё 5». */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} и ещё ${names.length - 3}` : shown
}
