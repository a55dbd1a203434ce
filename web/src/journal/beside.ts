// What stands beside the marks of a page and is read after it: comments, retakes, days of points, unlocks, who is
// between two marks. Pure.
import type { JournalBesideQuery, PageUnlockFragment } from '../generated/graph.js'

export type MarkNote = {
  readonly comment: string | null
  /** The mark that this one is a retake of. */
  readonly retakeOf: string | null
  readonly retaken: boolean
  readonly dueOn: string | null
  readonly source: string | null
}

export type RowNotes = ReadonlyMap<string, MarkNote>

export type Beside = {
  /** By pupil, by mark: only marks of which there is something to say. */
  readonly notes: ReadonlyMap<string, RowNotes>
  /** Null: the server does not tell this person. */
  readonly between: ReadonlySet<string> | null
  readonly unlocks: readonly PageUnlockFragment[]
  /** Until when one of the unlocks is this person's. */
  readonly unlockedUntil: string | null
}

type Told = { readonly comment?: string | null; readonly retakeOf?: string | null; readonly retaken: boolean }
type ToldMark = Told & {
  readonly id: string
  readonly dueOn?: string | null
  readonly source?: string | null
}

const saysSomething = ({ comment, retakeOf, retaken, dueOn, source }: ToldMark): boolean =>
  Boolean(comment ?? retakeOf ?? dueOn ?? source) || retaken

const noteOf = ({ comment, retakeOf, retaken, dueOn, source }: ToldMark): MarkNote => ({
  comment: comment ?? null,
  retakeOf: retakeOf ?? null,
  retaken,
  dueOn: dueOn ?? null,
  source: source ?? null,
})

/** Rows of before are kept where nothing has changed, so that they are not drawn again. */
export function besideOf(answer: JournalBesideQuery, personId: string, before: Beside | null): Beside {
  const unlocks = answer.journal?.unlocks ?? []
  const notes = new Map<string, RowNotes>()
  for (const { pupilId, marks } of answer.journal?.rows ?? []) {
    const own = new Map(marks.filter(saysSomething).map((mark) => [mark.id, noteOf(mark)] as const))
    const old = before?.notes.get(pupilId)
    if (own.size > 0) notes.set(pupilId, old && textOf(old) === textOf(own) ? old : own)
  }
  const mine = unlocks.filter((one) => one.open && one.person?.id === personId).map(({ until }) => until)
  return {
    notes,
    between: answer.forecast
      ? new Set(answer.forecast.flatMap(({ pupilId, between }) => (between ? [pupilId] : [])))
      : null,
    unlocks,
    unlockedUntil: mine.sort().at(-1) ?? null,
  }
}

const textOf = (notes: RowNotes): string => JSON.stringify([...notes])
