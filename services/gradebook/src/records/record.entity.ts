import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm'

/** What the journal holds on a lesson. Where `heldAt` is set, date, time, room and teacher are a frozen copy. */
@Entity('lesson_record')
@Index('lesson_record_of_course', ['courseId', 'day'])
export class LessonRecord {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lesson_record_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'course_id', type: 'uuid' }) courseId!: string
  @Column({ type: 'date' }) day!: string
  @Column({ type: 'smallint' }) number!: number
  @Column({ name: 'starts_at', type: 'timestamptz' }) startsAt!: Date
  @Column({ name: 'ends_at', type: 'timestamptz' }) endsAt!: Date
  @Column({ name: 'room_name', type: 'text', nullable: true }) roomName!: string | null
  @Column({ name: 'taught_by_id', type: 'uuid', nullable: true }) taughtById!: string | null
  @Column({ name: 'taught_by_name', type: 'text', nullable: true }) taughtByName!: string | null
  @Column({ name: 'instead_of_id', type: 'uuid', nullable: true }) insteadOfId!: string | null
  @Column({ name: 'instead_of_name', type: 'text', nullable: true }) insteadOfName!: string | null
  @Column({ name: 'substitution_reason', type: 'text', nullable: true }) substitutionReason!: string | null
  @Column({ type: 'text', nullable: true }) topic!: string | null
  @Column({ type: 'text', nullable: true }) homework!: string | null
  @Column({ name: 'homework_set_at', type: 'timestamptz', nullable: true }) homeworkSetAt!: Date | null
  @Column({ name: 'attendance_taken_at', type: 'timestamptz', nullable: true })
  attendanceTakenAt!: Date | null
  @Column({ name: 'held_at', type: 'timestamptz', nullable: true }) heldAt!: Date | null
  @Column({ type: 'integer', default: 0 }) version!: number
}

@Entity('individual_homework')
export class IndividualHomework {
  @ForeignKey(() => LessonRecord, { name: 'individual_homework_lesson' })
  @PrimaryColumn({ name: 'lesson_id', type: 'uuid', primaryKeyConstraintName: 'individual_homework_pkey' })
  lessonId!: string
  @PrimaryColumn({ name: 'pupil_id', type: 'uuid', primaryKeyConstraintName: 'individual_homework_pkey' })
  pupilId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  /** The id of the pupil under which it was made, where that entry was merged into this one. */
  @Column({ name: 'made_under', type: 'uuid', nullable: true }) madeUnder!: string | null
  @Column({ type: 'text' }) text!: string
}

/** A kind of work in a lesson, for which marks are given (A6.9). */
@Entity('work')
@Unique('work_place', ['lessonId', 'place'])
@Index('work_of_course', ['courseId', 'day'])
@Check('work_weight', 'weight > 0 and weight <= 10')
export class Work {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'work_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'course_id', type: 'uuid' }) courseId!: string
  @ForeignKey(() => LessonRecord, { name: 'work_lesson' })
  @Column({ name: 'lesson_id', type: 'uuid' })
  lessonId!: string
  @Column({ type: 'date' }) day!: string
  @Column({ type: 'smallint' }) place!: number
  @Column({ type: 'text' }) kind!: string
  @Column({ type: 'text', nullable: true }) title!: string | null
  @Column({ type: 'numeric', precision: 4, scale: 2 }) weight!: string
}

@Entity('school_setting')
@Check(
  'school_setting_window',
  `edit_window in ('NEVER_CLOSES', 'ONE_WEEK', 'TWO_WEEKS', 'THREE_WEEKS', 'ONE_MONTH')`,
)
export class SchoolSetting {
  @PrimaryColumn({ name: 'school_id', type: 'uuid', primaryKeyConstraintName: 'school_setting_pkey' })
  schoolId!: string
  @Column({ name: 'edit_window', type: 'text' }) editWindow!: string
}
