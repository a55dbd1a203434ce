// How the acts of gradebook's log read field by field: what each was before and after (kit's act-standing).
import type { Fields, FieldsOf } from '@zhurnal/kit/act-standing'
import type { LogValue } from '@zhurnal/kit/record-log'

type Known = { readonly [key: string]: LogValue }
const isKnown = (value: LogValue | undefined): value is Known =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
const known = (value: LogValue | undefined): Known | null => (isKnown(value) ? value : null)
const list = (value: LogValue): readonly Known[] => (Array.isArray(value) ? value.filter(isKnown) : [])

/** A mark, a period mark, a setting: one value, null where there is none. */
export const one =
  (name: string): FieldsOf =>
  ({ from, to }) => ({ from: { [name]: from }, to: { [name]: to } })

/** A thing with fields; null where it is not there. That it is there is a field of its own. */
export const thing: FieldsOf = ({ from, to }) => ({ from: present(from), to: present(to) })
const present = (value: LogValue): Fields =>
  value === null ? { there: false } : { ...known(value), there: true }

/** Settings that stand under names of their own. */
export const named: FieldsOf = ({ from, to }) => ({ from: known(from), to: known(to) })

/** Topic and homework, whose individual homework it replaced, and which files it left. */
export const description: FieldsOf = ({ entryId, from, to, leaf, texts }) => {
  const replaced =
    Array.isArray(leaf.individual) || Object.keys(texts).some((name) => name.startsWith('homework:'))
  return {
    from: known(from),
    to: {
      ...known(to),
      ...(replaced ? { individual: entryId } : {}),
      ...(Array.isArray(leaf.files) ? { files: leaf.files } : {}),
    },
  }
}

/** Who was absent: a field for each pupil, and whether it was taken at all, which every act does anew. */
export const attendance: FieldsOf = ({ from, to }) => ({
  from: { ...roll(from), taken: false },
  to: roll(to),
})
const roll = (value: LogValue): Fields =>
  value === null
    ? { taken: false }
    : {
        taken: true,
        ...Object.fromEntries(
          list(value).map((row) => [
            String(row.pupil),
            { code: row.code ?? null, minutes: row.minutes ?? null },
          ]),
        ),
      }

/** Reasons of absences, a field for each absence. */
export const reasons: FieldsOf = ({ from, to }) => ({ from: byAbsence(from), to: byAbsence(to) })
const byAbsence = (value: LogValue): Fields =>
  Object.fromEntries(list(value).map((row) => [String(row.absence), row.reason ?? null]))

/** That a page was opened for somebody, and that it was ended before its time. */
export const opened: FieldsOf = ({ from }) => ({
  from: from === null ? null : { open: true },
  to: { open: from === null },
})
