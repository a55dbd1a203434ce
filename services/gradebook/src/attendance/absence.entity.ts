import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm'
import { LessonRecord } from '../records/record.entity.js'

@Entity('absence')
@Unique('absence_one', ['lessonId', 'pupilId'])
@Index('absence_of_course', ['courseId', 'day'], { where: 'not removed' })
@Index('absence_of_pupil', ['pupilId', 'day'], { where: 'not removed' })
@Check('absence_code', `code in ('ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED', 'LATE', 'RELEASED')`)
@Check('absence_reason', `reason_code in ('ILL', 'EXCUSED', 'UNEXCUSED', 'RELEASED')`)
@Check('absence_minutes', `minutes_late is null or (code = 'LATE' and minutes_late between 1 and 240)`)
export class Absence {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'absence_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'course_id', type: 'uuid' }) courseId!: string
  @ForeignKey(() => LessonRecord, { name: 'absence_lesson' })
  @Column({ name: 'lesson_id', type: 'uuid' })
  lessonId!: string
  @Column({ name: 'pupil_id', type: 'uuid' }) pupilId!: string
  /** The id of the pupil under which it was made, where that entry was merged into this one. */
  @Column({ name: 'made_under', type: 'uuid', nullable: true }) madeUnder!: string | null
  @Column({ type: 'date' }) day!: string
  @Column({ type: 'text' }) code!: string
  @Column({ name: 'minutes_late', type: 'smallint', nullable: true }) minutesLate!: number | null
  /** The pupil was there after all: the row stays, so that its version goes on. */
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer', default: 1 }) version!: number
  /** The reason that the class teacher has set beside the teacher's code (A5.19). */
  @Column({ name: 'reason_code', type: 'text', nullable: true }) reasonCode!: string | null
  @Column({ name: 'reason_by_name', type: 'text', nullable: true }) reasonByName!: string | null
  @Column({ name: 'reason_at', type: 'timestamptz', nullable: true }) reasonAt!: Date | null
  @Column({ type: 'text', nullable: true }) source!: string | null
}

/** A note for a span of days: it sets the reason in all lessons of the span (settled.md, Attendance). */
@Entity('absence_note')
@Index('absence_note_of_pupil', ['pupilId', 'fromDay'], { where: 'withdrawn_at is null' })
@Check('absence_note_span', 'from_day <= until_day')
@Check('absence_note_code', `code in ('ILL', 'EXCUSED', 'UNEXCUSED', 'RELEASED')`)
export class AbsenceNote {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'absence_note_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'pupil_id', type: 'uuid' }) pupilId!: string
  @Column({ name: 'made_under', type: 'uuid', nullable: true }) madeUnder!: string | null
  @Column({ name: 'from_day', type: 'date' }) fromDay!: string
  @Column({ name: 'until_day', type: 'date' }) untilDay!: string
  @Column({ type: 'text' }) code!: string
  /** Of what paper it speaks, as the class teacher wrote it. */
  @Column({ type: 'text', nullable: true }) document!: string | null
  @Column({ name: 'set_by_name', type: 'text' }) setByName!: string
  @Column({ name: 'set_at', type: 'timestamptz' }) setAt!: Date
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null
  @Column({ type: 'integer', default: 1 }) version!: number
}
