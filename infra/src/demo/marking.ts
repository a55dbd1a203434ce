// How marks fall: by the pupil's abilities, never all the same. And what they come to for a period.
import { Random } from './random.js'

export type KeptMark = { readonly day: string; value: string; readonly weight: number }

/** A mark from 2 to 5 of a pupil in a subject for one piece of work, named by `work`. */
export function markFor(pupilId: string, subjectId: string, work: string): string {
  const talent = new Random('talent', pupilId)
  const level = 3.05 + (talent.next() + talent.next()) * 0.92
  const liking = new Random('liking', pupilId, subjectId).next() * 1.1 - 0.55
  const luck = new Random('luck', pupilId, work)
  const value = Math.round(level + liking + (luck.next() + luck.next() - 1) * 1.3)
  return String(Math.min(5, Math.max(2, value)))
}

/** All marks that stand, by course and pupil: what the teacher works a period's mark out from. */
export class MarkBook {
  private readonly marks = new Map<string, Map<string, KeptMark[]>>()

  add(courseId: string, pupilId: string, mark: KeptMark): KeptMark {
    const ofCourse = this.marks.get(courseId) ?? new Map<string, KeptMark[]>()
    this.marks.set(courseId, ofCourse)
    const list = ofCourse.get(pupilId)
    if (list) list.push(mark)
    else ofCourse.set(pupilId, [mark])
    return mark
  }

  /**
   * The weighted mean of the span's numeric marks (3.9), rounded with the half up; «н/а» without any. Weights are
   * multiples of a half, so twice their sums are whole numbers and nothing is lost in rounding.
   */
  periodMark(courseId: string, pupilId: string, from: string, to: string): string {
    const marks = (this.marks.get(courseId)?.get(pupilId) ?? []).filter(
      (one) => from <= one.day && one.day <= to && /^[1-5]$/.test(one.value),
    )
    const weights = marks.reduce((sum, one) => sum + one.weight * 2, 0)
    if (weights === 0) return 'н/а'
    const sum = marks.reduce((so, one) => so + Number(one.value) * one.weight * 2, 0)
    return String(Math.floor((2 * sum + weights) / (2 * weights)))
  }
}

/** The year's mark: the mean of the periods' numeric marks, the half up; «н/а» without any. */
export function yearMark(marks: readonly string[]): string {
  const numeric = marks.filter((value) => /^[1-5]$/.test(value)).map(Number)
  if (numeric.length === 0) return 'н/а'
  const sum = numeric.reduce((so, value) => so + value, 0)
  return String(Math.floor((2 * sum + numeric.length) / (2 * numeric.length)))
}
