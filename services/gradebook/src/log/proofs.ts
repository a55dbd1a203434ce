import { currentCheckpoint, proveConsistency, proveInclusion } from '@zhurnal/kit/log-tree'
import { sql } from '@zhurnal/kit/sql'
import { GraphQLError } from 'graphql'
import type { Ctx } from '../context.js'
import { seesWholeSchool } from '../policy.js'
import { withoutHiddenCourses } from '../reference/specialists.js'
import { schoolMeant } from '../schools.js'

/** The log of the school as it stands now, signed. */
export async function checkpoint(ctx: Ctx, schoolIdGiven?: string | null) {
  const schoolId = schoolMeant(ctx, schoolIdGiven)
  if (!schoolId || !seesWholeSchool(ctx.viewer, schoolId)) return null
  const point = await ctx.db.write(ctx.scope, (tx) => currentCheckpoint(tx, ctx.signer, schoolId, ctx.now))
  return {
    origin: point.origin,
    treeSize: point.size,
    rootHash: point.root.toString('hex'),
    note: point.note,
    at: point.at,
    verifierKey: point.verifierKey,
  }
}

/** Checkpoints that were signed, newest first: by reading, daily, with a ledger or a snapshot. */
export async function checkpoints(ctx: Ctx, schoolIdGiven?: string | null, first = 30) {
  const schoolId = schoolMeant(ctx, schoolIdGiven)
  if (!schoolId || !seesWholeSchool(ctx.viewer, schoolId)) return null
  if (first < 1 || first > 100)
    throw new GraphQLError('first: от 1 до 100', { extensions: { code: 'BAD_USER_INPUT' } })
  const rows = await ctx.db.read<{ size: number; root: Buffer; note: string; at: Date }>(
    ctx.scope,
    sql`select size, root, note, at from log_checkpoint where school_id = ${schoolId} order by size desc limit ${first}`,
  )
  return rows.map((row) => ({
    origin: ctx.signer.origin(schoolId),
    treeSize: row.size,
    rootHash: row.root.toString('hex'),
    note: row.note,
    at: row.at,
    verifierKey: ctx.signer.verifierKey,
  }))
}

const badSize = () =>
  new GraphQLError('Дерева такого размера ещё нет.', { extensions: { code: 'BAD_USER_INPUT' } })

/** Proof that an entry is in the tree of that size (RFC 9162 §2.1.3); null for an entry that is not there or not seen. */
export async function inclusionProof(ctx: Ctx, entryId: string, treeSize: number) {
  const [entry] = await ctx.db.read<{ schoolId: string; seq: number; leaf: string; hash: Buffer }>(
    ctx.scope,
    sql`select school_id as "schoolId", seq, leaf, leaf_hash as hash from log_entry e
      where id::text = ${entryId.toLowerCase()} and ${withoutHiddenCourses(ctx.viewer, sql`e.school_id`, sql`e.scope_id`)}`,
  )
  if (!entry || !seesWholeSchool(ctx.viewer, entry.schoolId)) return null
  const path = await ctx.db.write(ctx.scope, async (tx) => {
    const { size } = await currentCheckpoint(tx, ctx.signer, entry.schoolId, ctx.now)
    if (treeSize <= entry.seq || treeSize > size) throw badSize()
    return proveInclusion(tx, entry.schoolId, entry.seq, treeSize)
  })
  return {
    leaf: Buffer.from(entry.leaf, 'utf8').toString('base64'),
    leafHash: entry.hash.toString('hex'),
    leafIndex: entry.seq,
    hashes: path.map((hash) => hash.toString('hex')),
  }
}

/** Proof that the tree of the second size extends that of the first (RFC 9162 §2.1.4). */
export async function consistencyProof(
  ctx: Ctx,
  schoolIdGiven: string | null | undefined,
  fromSize: number,
  toSize: number,
) {
  const schoolId = schoolMeant(ctx, schoolIdGiven)
  if (!schoolId || !seesWholeSchool(ctx.viewer, schoolId)) return null
  const path = await ctx.db.write(ctx.scope, async (tx) => {
    const { size } = await currentCheckpoint(tx, ctx.signer, schoolId, ctx.now)
    if (fromSize < 1 || fromSize > toSize || toSize > size) throw badSize()
    return proveConsistency(tx, schoolId, fromSize, toSize)
  })
  return { leaf: null, leafHash: null, leafIndex: null, hashes: path.map((hash) => hash.toString('hex')) }
}
