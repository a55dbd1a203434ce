import type { ServerResponse } from 'node:http'
import type { Database } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { Viewer } from '@zhurnal/roster/events'
import DataLoader from 'dataloader'
import type { Ctx } from '../context.js'
import type { RawFiles } from '../imports/raw-files.js'
import { seesPortfolio, type PupilPlace } from '../policy.js'
import { sendUpload } from '../uploads/send-upload.js'
import {
  addPortfolioItem,
  confirmPortfolioItem,
  placesOf,
  portfolioColumns,
  removePortfolioItem,
  type AddPortfolioItemInput,
  type PortfolioRow,
} from './portfolio.js'

type Ref = { id: string }
type Input<T> = { input: T }
type OfItem = { requestId?: string | null; itemId: string }

/** Portfolios of a class in one question: pupils that the viewer may not look into are null. */
const loaders = new WeakMap<Ctx, DataLoader<string, PortfolioRow[] | null>>()

function portfolios(ctx: Ctx): DataLoader<string, PortfolioRow[] | null> {
  let loader = loaders.get(ctx)
  if (!loader) {
    loader = new DataLoader<string, PortfolioRow[] | null>(async (ids) => {
      const asked = ids.filter((id) => /^[0-9a-f-]{36}$/i.test(id))
      const [places = [], items = []] = await ctx.db.readAll(ctx.scope, [
        placesOf(ctx.now, sql`p.id = any(${asked}::uuid[])`),
        sql`select ${portfolioColumns} from portfolio_item i join uploaded_file f on f.id = i.file_id
          where i.pupil_id = any(${asked}::uuid[]) order by i.date desc, i.id desc`,
      ])
      const seen = new Set(
        (places as PupilPlace[]).filter((place) => seesPortfolio(ctx.viewer, place)).map(({ id }) => id),
      )
      return ids.map((id) =>
        seen.has(id.toLowerCase())
          ? (items as PortfolioRow[]).filter((item) => item.pupilId === id.toLowerCase())
          : null,
      )
    })
    loaders.set(ctx, loader)
  }
  return loader
}

async function item(ctx: Ctx, id: string): Promise<PortfolioRow | null> {
  const [found] = await ctx.db.read<{ pupilId: string }>(
    ctx.scope,
    sql`select pupil_id as "pupilId" from portfolio_item where id::text = ${id.toLowerCase()}`,
  )
  if (!found) return null
  const rows = await portfolios(ctx).clear(found.pupilId).load(found.pupilId)
  return rows?.find((row) => row.id === id.toLowerCase()) ?? null
}

const payload = {
  item: (answer: { item?: Ref | null }, _: unknown, ctx: Ctx) =>
    answer.item ? item(ctx, answer.item.id) : null,
}

export const portfolioResolvers = {
  Mutation: {
    addPortfolioItem: (_: unknown, { input }: Input<AddPortfolioItemInput>, ctx: Ctx) =>
      addPortfolioItem(ctx, input),
    confirmPortfolioItem: (_: unknown, { input }: Input<OfItem>, ctx: Ctx) =>
      confirmPortfolioItem(ctx, input),
    removePortfolioItem: (_: unknown, { input }: Input<OfItem>, ctx: Ctx) => removePortfolioItem(ctx, input),
  },
  AddPortfolioItemPayload: payload,
  ConfirmPortfolioItemPayload: payload,
  Pupil: {
    __resolveReference: async (ref: Ref, ctx: Ctx) =>
      (await portfolios(ctx).load(ref.id)) ? { id: ref.id } : null,
    portfolio: (ref: Ref, _: unknown, ctx: Ctx) => portfolios(ctx).load(ref.id),
  },
  PortfolioItem: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => item(ctx, ref.id),
    url: (row: PortfolioRow) => `/files/${row.fileId}`,
  },
}

type Served = { pupil: string; fileName: string; mediaType: string }

/** Sends a file of a portfolio to who sees the portfolio; false when it is none, or not the viewer's to see. */
export async function sendPortfolioFile(
  { db, files, now }: { db: Database; files: RawFiles; now: Date },
  viewer: Viewer,
  id: string,
  response: ServerResponse,
): Promise<boolean> {
  const scope = { schools: viewer.schools.map((school) => school.id) }
  const [row] = await db.read<Served>(
    scope,
    sql`select i.pupil_id as pupil, f.file_name as "fileName", f.media_type as "mediaType" from uploaded_file f
      join portfolio_item i on i.file_id = f.id where f.id::text = ${id.toLowerCase()}`,
  )
  const [place] = row ? await db.read<PupilPlace>(scope, placesOf(now, sql`p.id = ${row.pupil}`)) : []
  if (!row || !place || !seesPortfolio(viewer, place)) return false
  return sendUpload(files, row, id, response)
}
