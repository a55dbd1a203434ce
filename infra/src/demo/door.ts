// How the demonstration writes: GraphQL mutations sent straight to the services, with passports that it signs itself.
import { PassportSigner } from '@zhurnal/kit/passport'
import type { Role, Viewer } from '@zhurnal/roster/events'
import { setTimeout as sleep } from 'node:timers/promises'
import { v5 } from 'uuid'

export type ServiceName = 'roster' | 'schedule' | 'gradebook' | 'reporting'

export type DoorSettings = {
  readonly urls: Readonly<Record<ServiceName, string>>
  readonly internalToken: string
  readonly passportPrivateKey: string
}

/** Who acts: somebody of one school, at an instant of the school's own time. */
export type Who = {
  readonly schoolId: string
  readonly personId: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly classes?: readonly string[]
  readonly operator?: boolean
}

type UserError = { code: string; message: string; field: string[] | null }
type Payload = { errors: UserError[] } & Record<string, unknown>
type Answer = { data?: Record<string, unknown> | null; errors?: { message: string }[] }

const accounts = '1b0c1f0a-9a2f-5d44-8a52-0e6f3a7d4c11'

/** An act was refused: the program that fills a school has made a mistake, or somebody else has been here. */
export class RefusedError extends Error {
  constructor(
    readonly mutation: string,
    readonly code: string,
    message: string,
  ) {
    super(`${mutation}: ${code} ${message}`)
  }
}

export class Door {
  private readonly signer: PassportSigner

  constructor(private readonly settings: DoorSettings) {
    this.signer = new PassportSigner(settings.passportPrivateKey)
  }

  /**
   * One mutation, as `who` at the instant `at`. `key` names the act among all of its kind: a repeat with the same key
   * and input is one write. Gives back the payload with the fields of `select`; throws RefusedError on a refusal.
   */
  async act(
    service: ServiceName,
    who: Who,
    at: Date,
    mutation: string,
    key: string,
    input: Readonly<Record<string, unknown>>,
    select = '',
  ): Promise<Payload> {
    const type = `${mutation.slice(0, 1).toUpperCase()}${mutation.slice(1)}Input`
    const requestId = v5(`${mutation}|${key}`, who.schoolId)
    const data = await this.ask(
      service,
      who,
      at,
      `mutation($input: ${type}!) { ${mutation}(input: $input) { ${select} errors { code message field } } }`,
      { input: { requestId, ...input } },
    )
    const payload = data[mutation] as Payload
    const [refusal] = payload.errors
    if (refusal) {
      const where = refusal.field ? ` (${refusal.field.join('.')})` : ''
      throw new RefusedError(mutation, refusal.code, `${refusal.message}${where}`)
    }
    return payload
  }

  /** Any operation, as `who` at the instant `at`. Throws when it is not answered in full. */
  async ask(
    service: ServiceName,
    who: Who,
    at: Date,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.settings.urls[service]}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await this.passport(who, at)}`,
      },
      body: JSON.stringify({ query, variables }),
    })
    const answer = (await response.json()) as Answer
    if (answer.errors?.length || !answer.data) {
      throw new Error(
        `${service} did not answer: ${response.status} ${JSON.stringify(answer.errors ?? answer)}`,
      )
    }
    return answer.data
  }

  private passport(who: Who, at: Date): Promise<string> {
    const viewer: Viewer = {
      account: v5(who.personId, accounts),
      username: null,
      session: null,
      mustChangePassword: false,
      operator: who.operator ?? false,
      clock: at.toISOString(),
      schools: [
        {
          id: who.schoolId,
          person: who.personId,
          name: who.name,
          roles: [...who.roles],
          classes: [...(who.classes ?? [])],
          pupils: [],
        },
      ],
    }
    return this.signer.sign({ ...viewer })
  }

  /** Waits until everybody has taken in what the service has told so far. Throws after `deadlineMs`. */
  async applied(service: ServiceName, deadlineMs = 120_000): Promise<void> {
    const until = Date.now() + deadlineMs
    for (;;) {
      const response = await fetch(`${this.settings.urls[service]}/internal/outbox`, {
        headers: { authorization: `Bearer ${this.settings.internalToken}` },
      })
      const { open } = (await response.json()) as { open: number }
      if (open === 0) return
      if (Date.now() > until)
        throw new Error(`${service}: ${open} events were not taken in within ${deadlineMs} ms`)
      await sleep(100)
    }
  }
}

/** Does something with each, at most so many at once, in their order of start. The first failure is thrown. */
export async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (let next = left.next(); !next.done; next = left.next()) await act(next.value)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}

/** The list in pieces of at most so many. */
export function piecesOf<T>(items: readonly T[], size: number): T[][] {
  const pieces: T[][] = []
  for (let start = 0; start < items.length; start += size) pieces.push(items.slice(start, start + size))
  return pieces
}
