import type { LogInput } from '@zhurnal/kit/record-log'
import type { OpenUnlock } from '../locks/open-unlocks.js'
import type { MarkRow } from './mark-row.js'

/** How an act on a mark stands in the log: ids, the two values, free text beside. */
export function logOf(
  act: string,
  mark: MarkRow,
  from: string | null,
  to: string | null,
  texts: Readonly<Record<string, string | null>>,
  unlock?: OpenUnlock | null,
): LogInput {
  const written = Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text?.trim() ? [[name, text.trim()]] : [])),
  ) as Record<string, string>
  return {
    act,
    subject: `mark:${mark.id}`,
    scopeId: mark.courseId,
    aboutId: mark.pupilId,
    from,
    to,
    facts: {
      course: mark.courseId,
      lesson: mark.lessonId,
      work: mark.workId,
      pupil: mark.pupilId,
      day: mark.date,
      version: mark.version,
      ...(mark.retakeOf ? { retakeOf: mark.retakeOf } : {}),
      ...(mark.dueOn ? { dueOn: mark.dueOn } : {}),
      // A comment that was taken away leaves no text: that it was taken away is told.
      ...(texts.comment?.trim() === '' ? { commentCleared: true } : {}),
      ...(mark.source ? { source: mark.source } : {}),
      ...(unlock ? { unlock: unlock.id } : {}),
    },
    ...(Object.keys(written).length ? { texts: written } : {}),
  }
}
