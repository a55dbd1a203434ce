// A client as the portal is one: an act goes out again, with the same requestId, until it is acknowledged.
import { setTimeout as sleep } from 'node:timers/promises'

export type Payload = { readonly errors: readonly { readonly code: string }[] } & Readonly<
  Record<string, unknown>
>

/** What happened to requests on their way: the answer's code, or why there was none, and how often. */
export class Weather {
  readonly seen = new Map<string, number>()
  note(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1)
  }
  told(): string {
    return [...this.seen].map(([what, count]) => `${what} ${count}`).join(', ')
  }
}

const answerDeadlineMs = 35_000
const pauses = { firstMs: 200, longestMs: 2000 }

export class GraphClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly weather: Weather,
  ) {}

  /** One request. Undefined when no answer came that says how it ended. */
  async ask<T>(query: string, variables: object): Promise<T | undefined> {
    try {
      const answer = await fetch(`${this.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(answerDeadlineMs),
      })
      const body = (await answer.json()) as {
        data?: T | null
        errors?: { extensions?: { code?: string } }[]
      }
      const code = body.errors?.[0]?.extensions?.code
      if (code) this.weather.note(code)
      return body.errors ? undefined : (body.data ?? undefined)
    } catch (error) {
      this.weather.note(
        error instanceof Error && error.name === 'TimeoutError' ? 'no answer' : 'no connection',
      )
      return undefined
    }
  }

  /** An act until it is acknowledged, whatever that says; undefined when `deadlineMs` has passed before. */
  async act(name: string, input: object, fields: string, deadlineMs = 90_000): Promise<Payload | undefined> {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
    const query = `mutation($input: ${type}!) { ${name}(input: $input) { ${fields} errors { code } } }`
    const end = Date.now() + deadlineMs
    for (let pauseMs = pauses.firstMs; Date.now() < end; pauseMs = Math.min(pauseMs * 2, pauses.longestMs)) {
      const answer = await this.ask<Record<string, Payload | null>>(query, { input })
      if (answer?.[name]) return answer[name]
      await sleep(pauseMs)
    }
    return undefined
  }
}
