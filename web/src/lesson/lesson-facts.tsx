import type { LessonColumn } from '../journal/page.js'
import { timeAt } from '../school/dates.js'
import { inSentence, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'

/** When, where and by whom the lesson is given, and who stands in for whom. */
export function LessonFacts({ lesson }: { readonly lesson: LessonColumn }) {
  const { zone, fullName } = useSession()
  const { number, startsAt, endsAt, roomName, taughtByName, insteadOfName, substitutionReason } = lesson
  const facts = [
    number ? `${number}-й урок` : '',
    startsAt && endsAt ? `${timeAt(startsAt, zone)}–${timeAt(endsAt, zone)}` : '',
    roomName ? `каб. ${roomName.replace(/^каб(инет|\.)\s*/i, '')}` : '',
  ]
  // The journal keeps teachers by initials.
  const own = taughtByName ? withInitials(taughtByName) === withInitials(fullName) : false
  return (
    <div className="muted">
      <p>
        {facts.filter(Boolean).join(', ')}
        {taughtByName && !insteadOfName && ` · ${own ? 'ведёте вы' : `ведёт ${withInitials(taughtByName)}`}`}
      </p>
      {lesson.source && <p>Перенесено: {lesson.source}</p>}
      {lesson.state === 'CANCELLED' && <p className="red">Урок отменён</p>}
      {insteadOfName && (
        <p className="accent">
          {own ? 'Вы заменяете' : `${withInitials(taughtByName ?? '')} заменяет`}:{' '}
          {withInitials(insteadOfName)}
          {substitutionReason ? ` (${inSentence(substitutionReason)})` : ''}
        </p>
      )}
    </div>
  )
}
