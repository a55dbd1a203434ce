import { isAbsolute } from 'node:path'
import { access, constants } from 'node:fs/promises'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { brokenConstraint } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { mayAddStores } from '../policy.js'

export type SnapshotRow = {
  id: string
  schoolId: string
  takenAt: Date
  yearName: string
  bytes: number
  files: number
  sha256: string
}
export type CopyRow = {
  store: string
  room: string
  medium: string
  state: CopyState
  device: string | null
  verifiedAt: Date | null
  fault: string | null
}
export type CopyState = 'WHOLE' | 'BROKEN' | 'MISSING' | 'MENDED'
export type StoreRow = {
  id: string
  schoolId: string
  name: string
  room: string
  medium: string
  folder: string
}

export const snapshotColumns = sql`s.id, s.school_id as "schoolId", s.taken_at as "takenAt", s.year_name as "yearName", s.bytes, s.files, s.sha256`
export const storeColumns = sql`t.id, t.school_id as "schoolId", t.name, t.room, t.medium, t.folder`

export async function copiesOf(ctx: Ctx, snapshotId: string): Promise<CopyRow[]> {
  return ctx.db.read<CopyRow>(
    ctx.scope,
    sql`select t.name as store, t.room, t.medium, c.state, c.device, c.verified_at as "verifiedAt", c.fault
      from snapshot_copy c join store t on t.id = c.store_id where c.snapshot_id = ${snapshotId} order by t.name`,
  )
}

/** Clause 3.3: two whole copies on two media in two rooms; two folders of one disk are one medium, whatever they are called. */
export function clause33(copies: readonly CopyRow[]): { met: boolean; note: string | null } {
  const whole = copies.filter((copy) => copy.state === 'WHOLE' || copy.state === 'MENDED')
  const apart = (pick: (copy: CopyRow) => string | null) => new Set(whole.map(pick)).size > 1
  if (whole.length < 2) return { met: false, note: `Целых копий: ${whole.length}, а нужно не меньше двух.` }
  if (!apart((copy) => copy.device))
    return { met: false, note: 'Копии лежат на одном диске: это один носитель.' }
  if (!apart((copy) => copy.medium))
    return { met: false, note: 'Копии на носителях одного вида: назовите разные.' }
  if (!apart((copy) => copy.room))
    return { met: false, note: 'Копии хранятся в одном помещении, а нужно в разных.' }
  return { met: true, note: null }
}

export type AddStoreInput = {
  requestId?: string | null
  schoolId: string
  id: string
  name: string
  room: string
  medium: string
  folder: string
}

/** Names a folder as a store with its medium and room (3.3). */
export async function addStore(ctx: Ctx, input: AddStoreInput) {
  return mutation(ctx.db, ctx.scope, 'addStore', input, async (tx) => {
    if (!mayAddStores(ctx.viewer, input.schoolId)) notFound('schoolId')
    if (!isAbsolute(input.folder)) refuse('BAD_INPUT', 'Папку хранилища называют полным путём.', 'folder')
    for (const name of ['name', 'room', 'medium'] as const)
      if (!input[name].trim()) refuse('BAD_INPUT', 'Назовите хранилище, помещение и носитель (п. 3.3).', name)
    await tx
      .sql(
        sql`insert into store (id, school_id, name, room, medium, folder)
        values (${input.id}, ${input.schoolId}, ${input.name.trim()}, ${input.room.trim()}, ${input.medium.trim()}, ${input.folder})`,
      )
      .catch((error: unknown) => {
        if (/^store_(pkey|name)$/.test(brokenConstraint(error) ?? ''))
          refuse('ALREADY_EXISTS', 'Такое хранилище уже есть.', 'name')
        throw error
      })
    await appendLog(tx, 'reporting', input.schoolId, ctx.now, actorIn(ctx, input.schoolId), [
      {
        act: 'addStore',
        subject: `store:${input.id}`,
        from: null,
        to: { name: input.name, room: input.room, medium: input.medium },
      },
    ])
    return { store: { id: input.id } }
  })
}

/** The folder is there and can be written to, as of now. */
export async function isReachable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
}
