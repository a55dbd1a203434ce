// The likely mark of a period, pupil by pupil (A5.13, A6.3): what the page shows now, and what one more mark would make.
import type { Ctx } from '../context.js'
import { journalPage } from '../journal/page.js'
import type { Row } from '../journal/rows.js'
import { withoutRetaken } from '../marks/means.js'
import { isBetween, proposalOf, withMore } from '../marks/proposal.js'

export async function forecast(ctx: Ctx, args: { courseId: string; periodId: string }) {
  const page = await journalPage(ctx, args.courseId, args.periodId, { wholeMarks: false })
  if (!page || page.head.grade === 1 || page.head.withoutAttestation) return null
  const rows = page.rows.filter((row) => row.weighed !== null)
  return rows.length > 0 ? rows.map(forecastOf) : null
}

function forecastOf(row: Row) {
  const marks = withoutRetaken(row.weighed ?? [])
  const { weightedMean: mean, rounding } = row
  return {
    pupilId: row.pupilId,
    pupilName: row.pupilName,
    weightedMean: mean,
    marksCount: marks.length,
    likely: row.proposed,
    between: mean !== null && isBetween(mean, rounding),
    oneMore: [2, 3, 4, 5].map((value) => {
      const after = withMore(marks, value, 1, 1)
      return { value, mean: after, likely: proposalOf(after, rounding) }
    }),
    missed: row.missed,
  }
}
