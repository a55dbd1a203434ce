import type { Ctx } from '../context.js'
import { partsOf, plainMean, weightedMean, withoutRetaken } from '../marks/means.js'
import { proposalOf, toReach } from '../marks/proposal.js'
import { diary } from './diary.js'
import { diarySubjects, type DiarySubjectRow } from './subjects.js'

const counted = (subject: DiarySubjectRow) => withoutRetaken(subject.weighed)

export const diaryResolvers = {
  Query: {
    diary: (_: unknown, args: { pupilId: string; from: string; to: string }, ctx: Ctx) =>
      diary(ctx, args.pupilId, args.from, args.to),
  },
  Pupil: {
    diary: (ref: { id: string }, args: { from: string; to: string }, ctx: Ctx) =>
      diary(ctx, ref.id, args.from, args.to),
    subjects: (ref: { id: string }, args: { periodId: string }, ctx: Ctx) =>
      diarySubjects(ctx, ref.id, args.periodId),
  },
  DiarySubject: {
    marks: (subject: DiarySubjectRow) => subject.weighed.map(({ mark }) => mark),
    mean: (subject: DiarySubjectRow) => plainMean(counted(subject)),
    weightedMean: (subject: DiarySubjectRow) => weightedMean(counted(subject)),
    proposed: (subject: DiarySubjectRow) => {
      const mean = subject.proposes ? weightedMean(counted(subject)) : null
      return mean && proposalOf(mean, subject.rounding)
    },
    meanParts: (subject: DiarySubjectRow) => {
      const facts = new Map(
        subject.weighed.map(({ mark, workTitle }) => [mark.id, { date: mark.date, workTitle }]),
      )
      return partsOf(subject.weighed, (id) => facts.get(id) ?? { date: '', workTitle: '' })
    },
    toReach: (subject: DiarySubjectRow, args: { target: number; weight?: number | null }) => {
      const { target } = args
      const weight = args.weight ?? 1
      if (!subject.proposes || target < 2 || target > 5 || !(weight > 0 && weight <= 10)) return null
      return toReach(counted(subject), target, weight, subject.rounding)
    },
  },
}
