import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { mayDivide, mayProposeDivision } from '../policy.js'
import { checkDivision, type DivisionAsked, type GroupKind } from './check-division.js'
import { standDivision } from './stand-division.js'

export type DivideClassInput = {
  requestId?: string | null
  id: string
  name: string
  yearId: string
  schoolClassIds: string[]
  everybody: boolean
  from: string
  groups: { id: string; name: string; pupilIds: string[] }[]
  kind?: GroupKind | null
  expectedVersion?: number | null
}

type Standing = {
  state: string
  version: number
  yearId: string
  schoolId: string
  proposedBy: string | null
  classIds: string[]
}

/**
 * Divides a class, or several of a parallel, into groups. Who may divide these classes makes it stand; a subject teacher
 * proposes it, and nothing changes until it is accepted.
 */
export async function divideClass(ctx: Ctx, input: DivideClassInput) {
  return mutation(ctx.db, ctx.scope, 'divideClass', input, async (tx) => {
    const [year] = await tx.sql<{ schoolId: string }>(
      sql`select school_id as "schoolId" from academic_year where id = ${input.yearId}`,
    )
    if (!year || !mayProposeDivision(ctx.viewer, year.schoolId, input.schoolClassIds))
      return notFound('yearId')
    const { schoolId } = year
    const stands = mayDivide(ctx.viewer, schoolId, input.schoolClassIds)
    const before = await lockDivision(tx, input.id)
    if (before) refuseChange(ctx, input, before, stands)
    const asked = askedBy(input)
    await checkDivision(tx, schoolId, input.yearId, asked)
    await writeDivision(tx, ctx, schoolId, input, asked, stands ? 'STANDING' : 'PROPOSED')
    if (stands) await standDivision(tx, ctx, schoolId, input.yearId, asked)
    await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
      {
        act: 'divideClass',
        subject: `division:${input.id}`,
        from: before ? { state: before.state } : null,
        to: {
          name: asked.name,
          state: stands ? 'STANDING' : 'PROPOSED',
          classes: asked.classIds,
          since: asked.from,
          groups: asked.groups.map(({ id, name, pupilIds }) => ({ group: id, name, pupils: pupilIds })),
        },
      },
    ])
    return { division: { id: input.id } }
  })
}

const askedBy = (input: DivideClassInput): DivisionAsked => ({
  id: input.id,
  name: input.name.trim(),
  classIds: [...new Set(input.schoolClassIds)],
  everybody: input.everybody,
  from: input.from,
  kind: input.kind ?? (new Set(input.schoolClassIds).size > 1 ? 'PARALLEL' : 'DIVISION'),
  groups: input.groups.map(({ id, name, pupilIds }) => ({
    id,
    name: name.trim(),
    pupilIds: [...new Set(pupilIds)],
  })),
})

async function lockDivision(tx: Tx, id: string): Promise<Standing | undefined> {
  const [row] =
    await tx.sql<Standing>(sql`select state, version, year_id as "yearId", school_id as "schoolId",
      proposed_by as "proposedBy", array(select c.class_id from division_class c where c.division_id = d.id) as "classIds"
    from division d where id = ${id} for update`)
  return row
}

/** A proposer changes only what is not yet decided, and is their own; nobody changes the classes of what stands. */
function refuseChange(ctx: Ctx, input: DivideClassInput, before: Standing, decides: boolean): void {
  const own = before.proposedBy === actorIn(ctx, before.schoolId).personId && before.state !== 'STANDING'
  const ofThese = mayDivide(ctx.viewer, before.schoolId, before.classIds)
  if (before.yearId !== input.yearId || (decides ? !ofThese : !own)) notFound('id')
  if (input.expectedVersion != null && input.expectedVersion !== before.version)
    refuse(
      'CONFLICT',
      'Это деление только что изменил кто-то другой. Посмотрите, что стоит теперь.',
      'expectedVersion',
      {
        division: { id: input.id },
      },
    )
  const same = new Set([...before.classIds, ...input.schoolClassIds]).size === before.classIds.length
  if (before.state === 'STANDING' && !(same && new Set(input.schoolClassIds).size === before.classIds.length))
    refuse('BAD_INPUT', 'Классы действующего деления не меняют: сделайте новое деление.', 'schoolClassIds')
}

async function writeDivision(
  tx: Tx,
  ctx: Ctx,
  schoolId: string,
  input: DivideClassInput,
  asked: DivisionAsked,
  state: 'STANDING' | 'PROPOSED',
): Promise<void> {
  const { personId, name } = actorIn(ctx, schoolId)
  const proposed = state === 'PROPOSED'
  const proposal = proposed ? JSON.stringify(asked.groups) : null
  await tx
    .sql(
      sql`insert into division as d (id, school_id, year_id, name, kind, state, everybody, from_day, proposed_by, proposed_by_name, proposal)
        values (${input.id}, ${schoolId}, ${input.yearId}, ${asked.name}, ${asked.kind}, ${state}, ${asked.everybody}, ${asked.from},
          ${proposed ? personId : null}, ${proposed ? name : null}, ${proposal}::jsonb)
        on conflict (id) do update set name = excluded.name, kind = excluded.kind, state = excluded.state, everybody = excluded.everybody,
          from_day = excluded.from_day, proposed_by = coalesce(excluded.proposed_by, d.proposed_by),
          proposed_by_name = coalesce(excluded.proposed_by_name, d.proposed_by_name), proposal = excluded.proposal, version = d.version + 1`,
    )
    .catch((error: unknown) => {
      if (brokenConstraint(error) === 'division_pkey')
        refuse('ALREADY_EXISTS', 'Такое деление уже есть.', 'id')
      throw error
    })
  await tx.sql(
    sql`delete from division_class where division_id = ${input.id} and class_id <> all(${asked.classIds}::uuid[])`,
  )
  await tx.sql(sql`insert into division_class (division_id, class_id, school_id)
    select ${input.id}, c, ${schoolId} from unnest(${asked.classIds}::uuid[]) c on conflict do nothing`)
}

export type DecideDivisionInput = {
  requestId?: string | null
  divisionId: string
  accepted: boolean
  expectedVersion?: number | null
}
type Proposed = Omit<DivisionAsked, 'groups'> & {
  schoolId: string
  yearId: string
  state: string
  version: number
  groups: DivisionAsked['groups'] | null
}

/** Makes a proposed division stand, or refuses it. It is checked anew: the class may be another one by now. */
export async function decideDivision(ctx: Ctx, input: DecideDivisionInput) {
  return mutation(ctx.db, ctx.scope, 'decideDivision', input, async (tx) => {
    const { divisionId: id, accepted } = input
    const [row] =
      await tx.sql<Proposed>(sql`select id, school_id as "schoolId", year_id as "yearId", name, kind, state, everybody,
        from_day as "from", proposal as groups, version,
        array(select c.class_id from division_class c where c.division_id = d.id) as "classIds"
      from division d where id = ${id} for update`)
    if (!row || !mayDivide(ctx.viewer, row.schoolId, row.classIds)) return notFound('divisionId')
    const { schoolId, groups } = row
    if ((input.expectedVersion ?? row.version) !== row.version || row.state !== 'PROPOSED' || !groups)
      return refuse(
        'CONFLICT',
        'Об этом делении уже решили. Посмотрите, что стоит теперь.',
        'expectedVersion',
        {
          division: { id },
        },
      )
    await tx.sql(sql`update division set state = ${accepted ? 'STANDING' : 'REFUSED'}, version = version + 1,
      proposal = case when ${accepted} then null else proposal end where id = ${id}`)
    if (accepted) {
      const asked = { ...row, groups }
      await checkDivision(tx, schoolId, row.yearId, asked)
      await standDivision(tx, ctx, schoolId, row.yearId, asked)
    }
    await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
      {
        act: 'decideDivision',
        subject: `division:${id}`,
        from: { state: 'PROPOSED' },
        to: { state: accepted ? 'STANDING' : 'REFUSED' },
      },
    ])
    return { division: { id } }
  })
}
