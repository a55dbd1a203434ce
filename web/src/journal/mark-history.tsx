import type { PupilMarksQuery } from '../generated/graph.js'
import { momentInWords } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'

type Mark = NonNullable<NonNullable<PupilMarksQuery['pupil']>['marks']>[number]
type Change = Mark['changes'][number]

type Props = {
  readonly mark: Mark
  /** Keeps a comment; null for those who only read. */
  readonly comment: ((text: string) => void) | null
}

/** Who set a mark and who changed it, oldest first, and what was written beside it. */
export function MarkHistory({ mark, comment }: Props) {
  const { zone, today } = useSession()
  return (
    <ol>
      {!comment && mark.comment && <li className="small">«{mark.comment}»</li>}
      {comment && (
        <li>
          <input
            defaultValue={mark.comment ?? ''}
            maxLength={300}
            aria-label={`Комментарий к отметке ${mark.value}`}
            placeholder={`Комментарий к отметке ${mark.value}: увидит и семья`}
            onBlur={({ target }) => {
              if (target.value.trim() !== (mark.comment ?? '')) comment(target.value.trim())
            }}
          />
        </li>
      )}
      {mark.changes.map((change) => (
        <li key={change.entryId} className="small">
          {whatHappened(change)} – {withInitials(change.byName)}, {momentInWords(change.at, zone, today)}
          {change.reason ? `: ${change.reason}` : ''}
          {change.voided && <span className="red"> · признано недействительным (п. 4.4)</span>}
        </li>
      ))}
    </ol>
  )
}

function whatHappened({ from, to }: Change): string {
  if (!from) return `поставлена ${to ?? ''}`
  return to ? `${from} изменена на ${to}` : `${from} снята`
}
