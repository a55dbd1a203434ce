import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import {
  addsToPortfolio,
  at,
  confirmsPortfolio,
  keepsPortfolio,
  seesPortfolio,
  type PupilPlace,
} from '../policy.js'

export type PortfolioRow = {
  id: string
  pupilId: string
  schoolId: string
  fileId: string
  title: string
  kind: string
  date: string
  fileName: string
  bytes: number
  addedById: string
  addedByName: string
  confirmedByName: string | null
  confirmedAt: Date | null
}
export type AddPortfolioItemInput = {
  requestId?: string | null
  id: string
  pupilId: string
  fileId: string
  title: string
  kind: string
  date: string
}
type OfItem = { requestId?: string | null; itemId: string }

export const portfolioColumns = sql`i.id, i.pupil_id as "pupilId", i.school_id as "schoolId", i.file_id as "fileId", i.title, i.kind,
  i.date, f.file_name as "fileName", f.bytes, i.added_by_id as "addedById", i.added_by_name as "addedByName",
  i.confirmed_by_name as "confirmedByName", i.confirmed_at as "confirmedAt"`

/** Where pupils are, with the school's day: `which` narrows the pupils. */
export const placesOf = (now: Date, which: Sql): Sql => sql`
  select p.id, p.school_id as "schoolId", (${now}::timestamptz at time zone s.time_zone)::date::text as today, array(
    select distinct on (c.year_id) m.class_id from ref_membership m join ref_class c on c.id = m.class_id
    where m.pupil_id = p.id and not m.removed
    order by c.year_id, (m.from_day <= (${now}::timestamptz at time zone s.time_zone)::date) desc,
      case when m.from_day <= (${now}::timestamptz at time zone s.time_zone)::date then m.from_day end desc, m.from_day) as "ownClassIds"
  from ref_person p join ref_school s on s.id = p.school_id where p.is_pupil and not p.removed and ${which}`

type Place = PupilPlace & { today: string }

async function placeOf(tx: Tx, ctx: Ctx, pupilId: string): Promise<Place | undefined> {
  const [place] = await tx.sql<Place>(placesOf(ctx.now, sql`p.id::text = ${pupilId.toLowerCase()}`))
  return place
}

/** Adds a file that was brought to `/files` by the same account, and is attached to nothing yet. */
export async function addPortfolioItem(ctx: Ctx, input: AddPortfolioItemInput) {
  return mutation(ctx.db, ctx.scope, 'addPortfolioItem', input, async (tx) => {
    const pupil = await placeOf(tx, ctx, input.pupilId)
    if (!pupil || !addsToPortfolio(ctx.viewer, pupil)) return notFound('pupilId')
    const title = input.title.normalize('NFC').replace(/\s+/gu, ' ').trim()
    if (!title || title.length > 200 || /[<>\p{Cc}]/u.test(title))
      refuse('BAD_INPUT', 'Назовите достижение: до 200 знаков, без «<» и «>».', 'title')
    if (input.date > pupil.today) refuse('BAD_INPUT', `День ещё не наступил: ${input.date}.`, 'date')
    const attached = await tx.sql(sql`update uploaded_file set attached = true
      where id::text = ${input.fileId.toLowerCase()} and school_id = ${pupil.schoolId} and account_id = ${ctx.viewer.account}
        and not attached returning id`)
    if (attached.length === 0) return notFound('fileId')
    const actor = actorIn(ctx, pupil.schoolId)
    await tx
      .sql(
        sql`insert into portfolio_item (id, school_id, pupil_id, file_id, title, kind, date, added_by_id, added_by_name)
          values (${input.id}, ${pupil.schoolId}, ${pupil.id}, ${input.fileId}, ${title}, ${input.kind}, ${input.date},
            ${actor.personId}, ${actor.name})`,
      )
      .catch((error: unknown) => {
        if (brokenConstraint(error) === 'portfolio_item_pkey')
          refuse('BAD_INPUT', 'Такая запись портфолио уже есть.', 'id')
        throw error
      })
    await log(ctx, tx, 'addPortfolioItem', { ...pupil, pupilId: pupil.id, itemId: input.id, title })
    return { item: { id: input.id } }
  })
}

async function itemToChange(ctx: Ctx, tx: Tx, itemId: string): Promise<{ item: PortfolioRow; pupil: Place }> {
  const [item] = await tx.sql<PortfolioRow>(sql`select ${portfolioColumns} from portfolio_item i
    join uploaded_file f on f.id = i.file_id where i.id::text = ${itemId.toLowerCase()} for update of i`)
  const pupil = item && (await placeOf(tx, ctx, item.pupilId))
  if (!item || !pupil || !seesPortfolio(ctx.viewer, pupil)) return notFound('itemId')
  return { item, pupil }
}

export async function confirmPortfolioItem(ctx: Ctx, input: OfItem) {
  return mutation(ctx.db, ctx.scope, 'confirmPortfolioItem', input, async (tx) => {
    const { item, pupil } = await itemToChange(ctx, tx, input.itemId)
    if (!confirmsPortfolio(ctx.viewer, pupil)) return notFound('itemId')
    if (item.confirmedAt) refuse('CONFLICT', `Уже подтверждено: ${item.confirmedByName ?? ''}.`, 'itemId')
    const actor = actorIn(ctx, pupil.schoolId)
    await tx.sql(sql`update portfolio_item set confirmed_by_id = ${actor.personId}, confirmed_by_name = ${actor.name},
      confirmed_at = ${ctx.now} where id = ${item.id}`)
    await log(ctx, tx, 'confirmPortfolioItem', { ...item, itemId: item.id })
    return { item: { id: item.id } }
  })
}

/** The file goes with the item: it is attached to nothing then, and is swept. */
export async function removePortfolioItem(ctx: Ctx, input: OfItem) {
  return mutation(ctx.db, ctx.scope, 'removePortfolioItem', input, async (tx) => {
    const { item, pupil } = await itemToChange(ctx, tx, input.itemId)
    const own = item.addedById === at(ctx.viewer, pupil.schoolId)?.person && item.confirmedAt === null
    if (!own && !keepsPortfolio(ctx.viewer, pupil)) return notFound('itemId')
    await tx.sql(sql`delete from portfolio_item where id = ${item.id}`)
    await tx.sql(sql`update uploaded_file set attached = false where id = ${item.fileId}`)
    await log(ctx, tx, 'removePortfolioItem', { ...item, itemId: item.id })
    return {}
  })
}

async function log(
  ctx: Ctx,
  tx: Tx,
  act: string,
  about: { schoolId: string; pupilId: string; itemId: string; title: string },
): Promise<void> {
  const { schoolId, pupilId, itemId, title } = about
  const gone = act === 'removePortfolioItem'
  await appendLog(tx, 'reporting', schoolId, ctx.now, actorIn(ctx, schoolId), [
    {
      act,
      subject: `portfolio-item:${itemId}`,
      aboutId: pupilId,
      from: null,
      to: gone ? null : { pupil: pupilId },
      texts: { title },
    },
  ])
}
