// Jobs as the coordinator starts and watches them.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { GraphClient, Weather } from './graph-client.js'
import type { Place } from './place.js'
import type { Claims } from './result.js'
import { signIn } from './school.js'

export type JobSeen = {
  readonly id: string
  readonly state: string
  readonly error: string | null
  readonly documents: readonly { readonly id: string }[]
  readonly snapshot: {
    readonly id: string
    readonly copies: readonly {
      readonly store: string
      readonly state: string
      readonly fault: string | null
    }[]
  } | null
}

const fields = 'id state error documents { id } snapshot { id copies { store state fault } }'
const over = ['DONE', 'FAILED', 'CANCELLED']

export class Coordinator {
  private constructor(
    private readonly client: GraphClient,
    private readonly place: Place,
  ) {}

  static async signedIn(place: Place): Promise<Coordinator> {
    const token = await signIn(place.installation, 'koordinator')
    return new Coordinator(new GraphClient(place.installation.urls.gateway, token, new Weather()), place)
  }

  /** Starts a print for each of the first `count` classes; the ids of the jobs that were acknowledged. */
  async print(count: number): Promise<string[]> {
    const { teachers, periodId } = this.place.school
    const started = teachers
      .slice(0, count)
      .map(({ classId }) => this.start('printClassJournal', { schoolClassId: classId, periodId }))
    return Promise.all(started)
  }

  async start(act: string, input: object): Promise<string> {
    const payload = await this.client.act(act, { requestId: randomUUID(), ...input }, 'job { id }')
    const job = payload?.['job'] as { id: string } | null | undefined
    if (!job) throw new Error(`${act} was not started: ${payload?.errors[0]?.code ?? 'no answer'}`)
    return job.id
  }

  async job(id: string): Promise<JobSeen | undefined> {
    const answer = await this.client.ask<{ job: JobSeen | null }>(
      `query($id: ID!) { job(id: $id) { ${fields} } }`,
      { id },
    )
    return answer?.job ?? undefined
  }

  /** Waits until it is over; what was last seen of it when that does not come. */
  async ended(id: string, deadlineMs = 180_000): Promise<JobSeen | undefined> {
    let seen: JobSeen | undefined
    for (const end = Date.now() + deadlineMs; Date.now() < end; await sleep(200)) {
      seen = (await this.job(id)) ?? seen
      if (seen && over.includes(seen.state)) return seen
    }
    return seen
  }
}

/** Each of the prints is done and made its document once; says what does not hold, and how many are done. */
export async function inspectPrints(
  coordinator: Coordinator,
  place: Place,
  ids: readonly string[],
  claims: Claims,
): Promise<{ done: number; doubled: number }> {
  const seen = await Promise.all(ids.map((id) => coordinator.ended(id)))
  for (const job of seen)
    claims.holds(job?.state === 'DONE', `a print ended as ${job?.state ?? 'nothing'}: ${job?.error ?? ''}`)
  const made = await place.sql<{ count: number }>(
    'reporting',
    'select count(*)::int as count from document where job_id = any($1) group by job_id',
    [ids],
  )
  const doubled = made.reduce((sum, row) => sum + row.count - 1, 0)
  return { done: seen.filter((job) => job?.state === 'DONE' && job.documents.length === 1).length, doubled }
}
