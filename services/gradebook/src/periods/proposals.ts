// What the school's rule proposes to each pupil of one page, in the transaction that sets the marks.
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { cellOf } from './cell.js'
import {
  figuresOf,
  figureStatements,
  gridCourses,
  yearPeriods,
  type GridCourse,
  type YearPeriod,
} from './figures.js'
import type { Page } from './page.js'

export type Proposed = { readonly period: string | null; readonly final: string | null }

/** By pupil, of everybody who ever belonged. */
export async function proposalsOf(ctx: Ctx, tx: Tx, page: Page): Promise<Map<string, Proposed>> {
  const [courses, periods, ...results] = await Promise.all([
    tx.sql<GridCourse>(gridCourses(sql`c.id = ${page.courseId}`)),
    tx.sql<YearPeriod>(yearPeriods(sql`(select year_id from ref_course where id = ${page.courseId})`)),
    ...figureStatements([page.courseId], [page.periodId], ctx.now).map((statement) => tx.sql(statement)),
  ])
  const course = courses[0]
  const period = periods.find((one) => one.id === page.periodId)
  if (!course || !period) return new Map()
  const figures = figuresOf(results)
  const pupils = new Set((figures.members.get(course.id) ?? []).map((one) => one.pupilId))
  return new Map(
    [...pupils].map((pupilId) => {
      const cell = cellOf(figures, course, period, periods, pupilId)
      return [pupilId, { period: cell.proposed, final: cell.proposedFinal }]
    }),
  )
}
