// What a claim of a wrong mark says of itself. Pure.
import type { ClaimLineFragment } from '../generated/graph.js'
import { dueWords } from '../lesson/due-words.js'

/** «срок до 1 декабря», «срок был вчера». */
export const dueInWords = (
  { answerDueAt, late }: Pick<ClaimLineFragment, 'answerDueAt' | 'late'>,
  zone: string,
  today: string,
): string => {
  const words = dueWords(answerDueAt, late, zone, today)
  return words.startsWith('срок') ? words : `срок ${words}`
}

/** What came of it: the mark was put right, was taken away, stays. */
export function outcomeInWords({ accepted, mark }: Pick<ClaimLineFragment, 'accepted' | 'mark'>): string {
  if (!accepted) return 'Отметка остаётся.'
  return mark ? `Отметка исправлена, теперь ${mark.value}.` : 'Отметка убрана.'
}

export function stateInWords(claim: ClaimLineFragment): string {
  if (claim.withdrawn) return 'отозвано'
  if (!claim.answeredAt) return 'ждёт ответа'
  return claim.accepted ? 'исправлено' : 'отметка остаётся'
}

/** Those that wait for an answer first, the most urgent at the head; then the newest. */
export function inOrder(claims: readonly ClaimLineFragment[]): readonly ClaimLineFragment[] {
  const waits = (claim: ClaimLineFragment) => !claim.answeredAt && !claim.withdrawn
  return [...claims].sort(
    (one, other) =>
      Number(waits(other)) - Number(waits(one)) ||
      (waits(one)
        ? one.answerDueAt.localeCompare(other.answerDueAt)
        : other.claimedAt.localeCompare(one.claimedAt)),
  )
}
