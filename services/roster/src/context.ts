import type { IncomingMessage } from 'node:http'
import type { Database, Scope } from '@zhurnal/kit/database'
import type { Logger } from '@zhurnal/kit/logging'
import type { PassportReader } from '@zhurnal/kit/passport'
import type { Actor } from '@zhurnal/kit/record-log'
import type { viewerSchema, Viewer } from '../events.js'
import type { Auth } from './accounts/auth.js'
import { CardReadings } from './access-log/readings.js'
import { makeLoaders, type Loaders } from './loaders.js'

/** What every function of roster is given first: who asks, when, and through what. */
export type Ctx = {
  readonly viewer: Viewer
  readonly scope: Required<Scope>
  readonly db: Database
  /** The installation’s own eyes, over all schools: only for what a viewer’s rights depend on, never for an answer. */
  readonly system: Pick<Database, 'read'>
  readonly auth: Auth
  readonly loaders: Loaders
  readonly log: Logger
  readonly now: Date
  /** Wakes the relay once the transaction is durable. */
  readonly nudge: () => void
  readonly authSecret: string
  /** Key of the hashes by which people are found by their number (СНИЛС). */
  readonly snilsKey: string
  /** What the request reads of other people's data. */
  readonly readings: CardReadings
}

export type ContextParts = {
  readonly db: Database
  readonly system: Pick<Database, 'read'>
  readonly auth: Auth
  readonly passports: PassportReader<typeof viewerSchema>
  readonly log: Logger
  readonly clock: () => Date
  /** Honour the passport's own clock: only where a demonstration school is filled. */
  readonly demo: boolean
  readonly nudge: () => void
  readonly authSecret: string
  readonly snilsKey: string
}

export async function contextOf(parts: ContextParts, request: IncomingMessage): Promise<Ctx | null> {
  const viewer = await parts.passports.read(request.headers.authorization)
  return viewer ? contextFor(parts, viewer) : null
}

/** For somebody whose passport has been read: by a request, or by an inner door that a job knocks at for them. */
export function contextFor(parts: ContextParts, viewer: Viewer): Ctx {
  const scope = { schools: viewer.schools.map((school) => school.id), account: viewer.account }
  const now = parts.demo && viewer.clock ? new Date(viewer.clock) : parts.clock()
  const { db, system, auth, log, nudge, authSecret, snilsKey } = parts
  const ctx = { viewer, scope, now, db, system, auth, log, nudge, authSecret, snilsKey }
  return { ...ctx, readings: new CardReadings(), loaders: makeLoaders(parts.db, scope, now) }
}

/** Who acts in a school, for the log. */
export function actorIn(ctx: Pick<Ctx, 'viewer'>, schoolId: string): Actor {
  const at = ctx.viewer.schools.find((school) => school.id === schoolId)
  if (!at) throw new Error('an act in a school that is not the viewer’s')
  return { personId: at.person, name: at.name, accountId: ctx.viewer.account, sessionId: ctx.viewer.session }
}
