// Subjects and pupils of a class, to narrow the changes of marks.
'use client'
import { useMemo } from 'react'
import { WhomOfClassDocument } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'

type Props = {
  readonly classId: string
  readonly courseId: string
  readonly pupilId: string
  readonly chooseCourse: (id: string) => void
  readonly choosePupil: (id: string) => void
}

export function OfClass({ classId, courseId, pupilId, chooseCourse, choosePupil }: Props) {
  const { data } = useQuestion(
    WhomOfClassDocument,
    useMemo(() => ({ classId }), [classId]),
  )
  return (
    <>
      <label>
        Предмет
        <select value={courseId} onChange={({ target }) => chooseCourse(target.value)}>
          <option value="">все</option>
          {data?.schoolClass?.courses?.map(({ id, subject, learnersName }) => (
            <option key={id} value={id}>
              {[subject?.name, learnersName].filter(Boolean).join(' · ')}
            </option>
          ))}
        </select>
      </label>
      <label>
        Ученик
        <select value={pupilId} onChange={({ target }) => choosePupil(target.value)}>
          <option value="">все</option>
          {data?.schoolClass?.pupils?.map(({ id, fullName }) => (
            <option key={id} value={id}>
              {fullName}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}
