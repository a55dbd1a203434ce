import { brokenConstraint } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'

/** Limits a batch, naming the limit. */
export function atMost(list: readonly unknown[], limit: number, name: string): void {
  if (list.length > limit) refuse('BAD_INPUT', `Не больше ${limit} за один раз.`, name)
}

/** Maps a broken unique or primary key to ALREADY_EXISTS; any other error is thrown on. */
export function alreadyThere(message: string, field: string) {
  return (error: unknown): never => {
    if (/_(pkey|name)$/.test(brokenConstraint(error) ?? '')) refuse('ALREADY_EXISTS', message, field)
    throw error
  }
}
