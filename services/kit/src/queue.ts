import {
  FlowProducer,
  Queue,
  Worker,
  createPostgresBackend,
  withBackend,
  type ConnectionOptions,
} from 'bullmq'
import { Redis } from 'ioredis'
import { instantsInPostgres, instantsInRedis, keepInstants } from './queue-instants.js'

type BullmqClasses = { Queue: typeof Queue; Worker: typeof Worker; FlowProducer: typeof FlowProducer }

/**
 * Where the queue lives. One code for both: BullMQ on Redis through ioredis when there is a `redisUrl`, on its own
 * PostgreSQL backend otherwise (design §5). The role of `postgresUrl` must own its schema: BullMQ migrates it.
 */
export type QueuePlace = { readonly redisUrl?: string | undefined; readonly postgresUrl?: string | undefined }

export type QueueKit = {
  readonly kind: 'redis' | 'postgres'
  queue(name: string): Queue
  worker<D, R>(name: string, work: Work<D, R>, options: WorkerSettings): Worker<D, R>
  flows(): FlowProducer
  /** True when the queue's server answers. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

/** One try at a job. `attempt` counts from 0. */
export type Work<D, R> = (job: { id: string; name: string; data: D; attempt: number }) => Promise<R>

export type WorkerSettings = { readonly concurrency: number; readonly onError: (error: Error) => void }

// A killed worker's job is taken by another within seconds (30 s each by default: a minute).
const lock = { lockDuration: 5000, stalledInterval: 5000, maxStalledCount: 5 }

export function connectQueue(place: QueuePlace): QueueKit {
  const closing: (() => Promise<unknown>)[] = []
  const remember = <
    T extends { close(): Promise<unknown>; on(event: 'error', act: (error: Error) => void): unknown },
  >(
    one: T,
    onError: (error: Error) => void = () => undefined,
  ): T => {
    // Without a listener a lost connection is thrown at the process.
    one.on('error', onError)
    closing.push(() => one.close())
    return one
  }
  const kind = place.redisUrl ? 'redis' : 'postgres'
  const redis = place.redisUrl
    ? new Redis(place.redisUrl, { maxRetriesPerRequest: null, lazyConnect: false })
    : undefined
  redis?.on('error', () => undefined)
  // The two sets of classes are one interface; their types differ by the connection only.
  const kinds = redis
    ? { Queue, Worker, FlowProducer }
    : (withBackend(createPostgresBackend) as unknown as BullmqClasses)
  const connection = (redis ?? {
    connectionString: place.postgresUrl,
    schema: 'bullmq',
    migrate: true,
  }) as ConnectionOptions
  const worked = new Set<string>()
  let stopKeeping: (() => Promise<void>) | undefined
  const keepInstantsOf = (name: string): void => {
    worked.add(name)
    const instants = () =>
      redis
        ? instantsInRedis(redis, lock.lockDuration)
        : instantsInPostgres(place.postgresUrl ?? '', lock.lockDuration)
    stopKeeping ??= keepInstants(instants(), worked)
  }
  let probe: Queue | undefined
  const kit: QueueKit = {
    kind,
    queue: (name) => remember(new kinds.Queue(name, { connection })),
    flows: () => remember(new kinds.FlowProducer({ connection })),
    worker: <D, R>(name: string, work: Work<D, R>, options: WorkerSettings) => {
      keepInstantsOf(name)
      return remember(
        new kinds.Worker<D, R>(
          name,
          (job) => work({ id: job.id ?? '', name: job.name, data: job.data, attempt: job.attemptsMade }),
          { connection, concurrency: options.concurrency, ...lock },
        ),
        options.onError,
      )
    },
    answers: async () => {
      probe ??= kit.queue('health')
      const asked = probe.getJobCounts('waiting').then(
        () => true,
        () => false,
      )
      return withDeadline(asked, 1500).catch(() => false)
    },
    close: async () => {
      const stop = stopKeeping
      stopKeeping = undefined
      await stop?.()
      await Promise.allSettled(closing.reverse().map((close) => close()))
      redis?.disconnect()
    },
  }
  return kit
}

/** Rejects when `promise` takes longer: `add` waits for ever while Redis is away and rejects at once on PostgreSQL. */
export async function withDeadline<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
