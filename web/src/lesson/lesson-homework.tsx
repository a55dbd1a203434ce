// What goes with the homework of a lesson: files for everybody, tasks and advice for single pupils.
'use client'
import { useEffect, useMemo } from 'react'
import { LessonHomeworkDocument, type LessonHomeworkQuery } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'
import { newId } from '../graph/request-id.js'
import type { Described } from '../journal/acts.js'
import { lessonSpot } from '../journal/acts.js'
import type { LessonColumn, Page } from '../journal/page.js'
import type { JournalStore } from '../journal/store.js'
import { HomeworkFiles } from './homework-files.js'
import { IndividualHomework } from './individual-homework.js'

type Props = {
  readonly page: Page
  readonly lesson: LessonColumn
  readonly store: JournalStore
  readonly writable: boolean
}
export type Homework = NonNullable<NonNullable<LessonHomeworkQuery['lesson']>['record']>

/** Asked apart from the page: a page of thirty lessons would carry it thirty times. */
export function LessonHomework({ page, lesson, store, writable }: Props) {
  const { data, again } = useQuestion(
    LessonHomeworkDocument,
    useMemo(() => ({ lessonId: lesson.id }), [lesson.id]),
  )
  const known = data?.lesson?.record
  // The page has learnt of a newer record than this one.
  const stale = known !== null && known !== undefined && known.version < lesson.version
  useEffect(() => {
    if (stale) void again()
  }, [stale, again])
  const { pending, stuck } = store.view()
  const refused = stuck.findLast(
    ({ act }) =>
      act.kind === 'describe' &&
      act.lessonId === lesson.id &&
      (act.text.homeworkFiles ?? act.text.individualHomework) !== undefined,
  )
  const enter = (text: Described) =>
    store.enter({
      kind: 'describe',
      requestId: newId(),
      lessonId: lesson.id,
      text,
      seen: { topic: lesson.topic ?? '', homework: lesson.homework ?? '' },
    })
  if (!data) return <span className="waiting" />
  const shared = { writable: writable && !pending.has(lessonSpot(lesson.id)), enter }
  return (
    <>
      <HomeworkFiles files={known?.homeworkFiles ?? []} {...shared} />
      <IndividualHomework rows={known?.individualHomework ?? []} pupils={page.rows} {...shared} />
      {refused && (
        <p role="alert" className="red small">
          {refused.refusal.message}{' '}
          <button type="button" className="link" onClick={() => store.forgive(refused)}>
            Понятно
          </button>
        </p>
      )}
    </>
  )
}
