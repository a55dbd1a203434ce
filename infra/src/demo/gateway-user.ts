// A person or a program at the front door: signs in, asks the graph, fetches files.
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'

type Answer = { data?: Record<string, unknown> | null; errors?: { message: string }[] }
export type Job = {
  id: string
  state: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED'
  progress: number
  step: string | null
  error: string | null
  documents: {
    id: string
    title: string
    url: string
    bytes: number
    pages: number | null
    mediaType: string
  }[]
  snapshot: {
    id: string
    bytes: number
    files: number
    sha256: string
    copies: { store: string; state: string; fault: string | null }[]
  } | null
}

const jobFields = `id state progress step error documents { id title url bytes pages mediaType }
  snapshot { id bytes files sha256 copies { store state fault } }`

export class GatewayUser {
  private constructor(
    private readonly gateway: string,
    private readonly token: string,
  ) {}

  /** Throws when the login is not taken. */
  static async signIn(gateway: string, username: string, password: string): Promise<GatewayUser> {
    const response = await fetch(`${gateway}/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
    if (!response.ok) throw new Error(`${username} could not sign in: ${response.status}`)
    const { token } = (await response.json()) as { token: string }
    return new GatewayUser(gateway, token)
  }

  async ask(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ query, variables }),
    })
    const answer = (await response.json()) as Answer
    if (answer.errors?.length || !answer.data) {
      throw new Error(
        `the gateway did not answer: ${response.status} ${JSON.stringify(answer.errors ?? answer)}`,
      )
    }
    return answer.data
  }

  /** One mutation. Throws on a refusal. */
  async act(
    mutation: string,
    input: Readonly<Record<string, unknown>>,
    select = '',
  ): Promise<Record<string, unknown>> {
    const type = `${mutation.slice(0, 1).toUpperCase()}${mutation.slice(1)}Input`
    const data = await this.ask(
      `mutation($input: ${type}!) { ${mutation}(input: $input) { ${select} errors { code message } } }`,
      { input: { requestId: randomUUID(), ...input } },
    )
    const payload = data[mutation] as Record<string, unknown> & {
      errors: { code: string; message: string }[]
    }
    const [refusal] = payload.errors
    if (refusal) throw new Error(`${mutation}: ${refusal.code} ${refusal.message}`)
    return payload
  }

  /** Starts a job and waits for its end, telling each step once. Throws when it fails or takes over `deadlineMs`. */
  async run(
    mutation: string,
    input: Readonly<Record<string, unknown>>,
    tell: (progress: number, step: string) => void,
    deadlineMs = 300_000,
  ): Promise<Job> {
    const started = (await this.act(mutation, input, `job { ${jobFields} }`))['job'] as Job
    const until = Date.now() + deadlineMs
    let told = ''
    for (let job = started; ; job = await this.job(started.id)) {
      const line = `${Math.floor(job.progress * 10)} ${job.step ?? ''}`
      if (line !== told && job.state === 'RUNNING') tell(job.progress, job.step ?? '')
      told = line
      if (job.state === 'DONE') return job
      if (job.state === 'FAILED' || job.state === 'CANCELLED') {
        const faults = job.snapshot?.copies.flatMap((copy) => copy.fault ?? []) ?? []
        throw new Error(`${mutation}: ${job.state} ${job.error ?? ''} ${faults.join('; ')}`)
      }
      if (Date.now() > until)
        throw new Error(`${mutation}: not done within ${deadlineMs} ms (${job.state}, ${line})`)
      await sleep(150)
    }
  }

  private async job(id: string): Promise<Job> {
    const { job } = await this.ask(`query($id: ID!) { job(id: $id) { ${jobFields} } }`, { id })
    if (!job) throw new Error(`the job ${id} is gone`)
    return job as Job
  }

  /** Fetches a document into a file. */
  async download(path: string, file: string): Promise<void> {
    const response = await fetch(`${this.gateway}${path}`, {
      headers: { authorization: `Bearer ${this.token}` },
    })
    if (!response.ok || !response.body) throw new Error(`${path}: ${response.status}`)
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file))
  }
}
