'use client'
import { newId } from '../graph/request-id.js'
import type { LessonColumn } from '../journal/page.js'
import type { JournalStore } from '../journal/store.js'
import { dayAndMonth } from '../school/dates.js'

type Props = { readonly lesson: LessonColumn; readonly store: JournalStore; readonly writable: boolean }

/** After an emergency the day was kept on a blank page: late, but excused. Once said it stays said. */
export function FromPaper({ lesson, store, writable }: Props) {
  const said = lesson.fromPaperOn != null
  if (!said && !writable) return null
  return (
    <label className="row small">
      <input
        type="checkbox"
        checked={said}
        disabled={said}
        onChange={() =>
          store.enter({
            kind: 'describe',
            requestId: newId(),
            lessonId: lesson.id,
            text: { fromPaper: true },
            seen: { topic: lesson.topic ?? '', homework: lesson.homework ?? '' },
          })
        }
      />
      <span>Внесено с бумаги{lesson.fromPaperOn && ` ${dayAndMonth(lesson.fromPaperOn)}`}</span>
    </label>
  )
}
