// Acts of the owners, asked through the graph with the authority of who applies or undoes the import.
import { setTimeout as sleep } from 'node:timers/promises'
import { v5 } from 'uuid'
import type { Asker } from '../../graph.js'
import { JobFailure } from '../../jobs/run.js'

type UserError = { code: string; message: string; field: string[] | null }

/** An owner refused an act; `messages` are for who started the job. */
export class ActRefusedError extends JobFailure {
  constructor(
    readonly mutation: string,
    readonly errors: readonly UserError[],
  ) {
    super(
      errors
        .map(({ message }) => message)
        .slice(0, 5)
        .join(' ') || mutation,
    )
  }
}

/** How long facts may be on the way from roster to schedule before a name that is not known there is an error. */
const arrivalMs = 60_000

export class Owner {
  constructor(
    private readonly ask: Asker,
    private readonly importId: string,
  ) {}

  /**
   * One batch act. `key` names it among all of the import: a repeat is one write. An act that names what the owner does
   * not know yet is tried again: facts travel for a moment. Throws ActRefusedError.
   */
  async act(mutation: string, key: string, input: Readonly<Record<string, unknown>>): Promise<void> {
    const until = Date.now() + arrivalMs
    for (let wait = 100; ; wait = Math.min(2000, wait * 2)) {
      const errors = await this.once(mutation, key, input)
      if (errors.length === 0) return
      if (errors.some(({ code }) => code !== 'NOT_FOUND') || Date.now() > until)
        throw new ActRefusedError(mutation, errors)
      await sleep(wait)
    }
  }

  /**
   * An act that takes something back. What is not there any more, or never came to be, needs no taking back: then each of
   * `pieces` is taken back by itself. `harmless`: codes that say so.
   */
  async takeBack(
    mutation: string,
    key: string,
    pieces: readonly Readonly<Record<string, unknown>>[],
    whole: Readonly<Record<string, unknown>>,
    harmless: readonly string[] = ['NOT_FOUND'],
  ): Promise<void> {
    const errors = await this.once(mutation, key, whole)
    if (errors.length === 0) return
    if (errors.some(({ code }) => !harmless.includes(code))) throw new ActRefusedError(mutation, errors)
    if (pieces.length < 2) return
    for (const [i, piece] of pieces.entries()) await this.takeBack(mutation, `${key} ${i}`, [], piece)
  }

  private async once(
    mutation: string,
    key: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<UserError[]> {
    const type = `${mutation.slice(0, 1).toUpperCase()}${mutation.slice(1)}Input`
    const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { errors { code message field } } }`
    const requestId = v5(`${mutation} ${key}`, this.importId)
    const answer = await this.ask<Record<string, { errors: UserError[] }>>(query, {
      input: { requestId, ...input },
    })
    return answer[mutation]?.errors ?? []
  }

  query<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    return this.ask<T>(query, variables)
  }
}
