// When a consent can be entered and when it is in force. Pure.
import type { UserError } from '@zhurnal/kit/refusal'
import { lineFault } from '../cards/names.js'

type Given = {
  from: string
  until?: string | null
  givenByName?: string | null
  ground?: string | null
  document?: string | null
}

/** What is wrong with a consent as it was entered; exactly one of `givenByName` and `ground` has to be there. */
export function consentFaults(consent: Given, place: readonly string[], today: string): UserError[] {
  const bad = (name: string, message: string): UserError[] => [
    { code: 'BAD_INPUT', message, field: [...place, name] },
  ]
  const [given, ground] = [consent.givenByName?.trim(), consent.ground?.trim()]
  const lines = (['givenByName', 'ground', 'document'] as const).flatMap((name) => {
    const fault = consent[name] == null ? null : lineFault(consent[name], 500)
    return fault ? bad(name, `Согласие: ${fault}.`) : []
  })
  return [
    ...lines,
    ...(Boolean(given) === Boolean(ground)
      ? bad('givenByName', 'Нужно одно из двух: кто дал согласие или основание без согласия.')
      : []),
    ...(consent.from > today ? bad('from', `Согласие не может быть дано в будущем: ${consent.from}.`) : []),
    ...(consent.from < '1990-01-01' ? bad('from', `Дата согласия слишком давняя: ${consent.from}.`) : []),
    ...(consent.until != null && consent.until < consent.from
      ? bad('until', 'Согласие не может кончиться раньше, чем дано.')
      : []),
  ]
}

/** In force on the day: from its first day to the last one, or to the day before it was withdrawn. */
export const inForce = (
  consent: { from: string; until: string | null; withdrawnOn: string | null },
  day: string,
): boolean =>
  consent.from <= day &&
  (consent.until === null || consent.until >= day) &&
  (consent.withdrawnOn === null || consent.withdrawnOn > day)
