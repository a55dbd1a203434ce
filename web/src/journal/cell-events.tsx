import type { CellHistoryQuery } from '../generated/graph.js'
import { momentInWords } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'

export type CellEvent = NonNullable<CellHistoryQuery['cellHistory']>[number]

/** Who did what in one cell, oldest first, as the log holds it. */
export function CellEvents({ events }: { readonly events: readonly CellEvent[] }) {
  const { zone, today } = useSession()
  return (
    <ol>
      {events.map((event) => (
        <li key={event.entryId} className="small">
          <b>{whatHappened(event)}</b>{' '}
          <span className="muted">
            {withInitials(event.byName)}
            {event.behalfName ? ` (за ${withInitials(event.behalfName)})` : ''},{' '}
            {momentInWords(event.at, zone, today)}
          </span>
          {event.comment ? ` «${event.comment}»` : ''}
          {event.reason ? ` – ${event.reason}` : ''}
          {event.voided && <span className="red"> · признано недействительным (п. 4.4)</span>}
        </li>
      ))}
    </ol>
  )
}

function whatHappened({ what, from, to }: CellEvent): string {
  const shown = (text: string) => (text === '.' ? '•' : text)
  const start = what === 'REASON' ? 'причина ' : ''
  if (from && to)
    return from === to ? `${start}${shown(to)}: правка` : `${start}${shown(from)} → ${shown(to)}`
  if (to) return `${start}${shown(to)}`
  return `${start}${shown(from ?? '')} → снято`
}
