import type { Hand, Thing } from '@zhurnal/kit/acts'
import type { LogInput, LogValue } from '@zhurnal/kit/record-log'

/** Facts of an entry that a page is read from as of a moment: the same ones stand in what a decision writes. */
const kept = [
  'course',
  'lesson',
  'work',
  'pupil',
  'day',
  'period',
  'retakeOf',
  'dueOn',
  'source',
  'note',
  'outside',
] as const
const reasons = {
  voidAct: 'Запись взломанного входа недействительна (п. 4.4)',
  restoreAct: 'Запись признана действительной (п. 4.4)',
} as const

/** The entry that puts a value in the place of another: of the same thing and shape as the acts themselves. */
export function putBack(
  hand: Hand,
  { acts, subject }: Thing,
  from: LogValue,
  to: LogValue,
  facts: Readonly<Record<string, LogValue>> = {},
): LogInput {
  const last = acts.at(-1)
  const known = kept.flatMap((name) =>
    last?.leaf[name] === undefined ? [] : [[name, last.leaf[name]] as const],
  )
  return {
    act: hand.act,
    subject,
    ...(last?.scopeId ? { scopeId: last.scopeId } : {}),
    ...(last?.aboutId ? { aboutId: last.aboutId } : {}),
    from,
    to,
    facts: { ...Object.fromEntries(known), ...facts, report: hand.reportId },
    texts: { reason: reasons[hand.act] },
  }
}
