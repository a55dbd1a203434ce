import type { IncomingMessage } from 'node:http'
import type { Database, Scope } from '@zhurnal/kit/database'
import type { LogSigner } from '@zhurnal/kit/log-tree'
import type { Logger } from '@zhurnal/kit/logging'
import type { PassportReader } from '@zhurnal/kit/passport'
import type { Actor } from '@zhurnal/kit/record-log'
import { Readings } from '@zhurnal/kit/readings'
import type { viewerSchema, Viewer } from '@zhurnal/roster/events'
import { makeLoaders, type Loaders } from './loaders.js'

/** What every function of gradebook is given first: who asks, when, and through what. */
export type Ctx = {
  readonly viewer: Viewer
  readonly scope: Required<Scope>
  readonly db: Database
  readonly loaders: Loaders
  readonly signer: LogSigner
  readonly log: Logger
  readonly now: Date
  readonly nudge: () => void
  /** What the request reads of pupils by the right to see the whole school alone. */
  readonly readings: Readings
}

export type ContextParts = {
  readonly db: Database
  readonly passports: PassportReader<typeof viewerSchema>
  readonly signer: LogSigner
  readonly log: Logger
  readonly clock: () => Date
  readonly demo: boolean
  readonly nudge: () => void
}

export async function contextOf(parts: ContextParts, request: IncomingMessage): Promise<Ctx | null> {
  const viewer = await parts.passports.read(request.headers.authorization)
  if (!viewer) return null
  const scope = { schools: viewer.schools.map((school) => school.id), account: viewer.account }
  const now = parts.demo && viewer.clock ? new Date(viewer.clock) : parts.clock()
  const { db, signer, log, nudge } = parts
  const loaders = makeLoaders({ viewer, scope, now, db })
  return { viewer, scope, now, db, signer, log, nudge, loaders, readings: new Readings() }
}

/** Who acts in a school, for the log. */
export function actorIn(ctx: Pick<Ctx, 'viewer'>, schoolId: string): Actor {
  const at = ctx.viewer.schools.find((school) => school.id === schoolId)
  if (!at) throw new Error('an act in a school that is not the viewer’s')
  return { personId: at.person, name: at.name, accountId: ctx.viewer.account, sessionId: ctx.viewer.session }
}
