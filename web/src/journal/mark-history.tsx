import type { PupilMarksQuery } from '../generated/graph.js'
import { momentInWords } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'

type Mark = NonNullable<NonNullable<PupilMarksQuery['pupil']>['marks']>[number]
type Change = Mark['changes'][number]

/** Who set a mark and who changed it, oldest first. */
export function MarkHistory({ mark }: { readonly mark: Mark }) {
  const { zone, today } = useSession()
  return (
    <ol>
      {mark.comment && <li className="small">«{mark.comment}»</li>}
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
