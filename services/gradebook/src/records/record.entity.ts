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
  /** A work out of lessons (a retake, an external test): it has no place in the timetable. */
  @Column({ type: 'boolean', default: false }) outside!: boolean
  /** From where it was entered, when not by its teacher here: the old portal's file, another school. */
  @Column({ type: 'text', nullable: true }) source!: string | null
  /** The day on which it was entered from paper, after an emergency: late, but excused. */
  @Column({ name: 'from_paper_on', type: 'date', nullable: true }) fromPaperOn!: string | null
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
  @Column({ type: 'text', default: '' }) text!: string
  /** The teacher's advice to this family (A9.10.1). */
  @Column({ type: 'text', nullable: true }) advice!: string | null
}

/** A file that goes with the lesson's homework; the bytes are reporting's. */
@Entity('homework_file')
@Index('homework_file_of_lesson', ['lessonId'], { where: 'not removed' })
export class HomeworkFile {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'homework_file_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => LessonRecord, { name: 'homework_file_lesson' })
  @Column({ name: 'lesson_id', type: 'uuid' })
  lessonId!: string
  @Column({ name: 'file_id', type: 'uuid' }) fileId!: string
  /** The account that brought it. */
  @Column({ name: 'account_id', type: 'uuid' }) accountId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'bigint' }) bytes!: number
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer', default: 1 }) version!: number
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
  @Column({ name: 'handed_in_on', type: 'date', nullable: true }) handedInOn!: string | null
  /** The day on which checking ended: marks are due on it (3.6.2). */
  @Column({ name: 'checked_on', type: 'date', nullable: true }) checkedOn!: string | null
  /** A control work of internal monitoring: named as such to families (1.11). */
  @Column({ name: 'internal_monitoring', type: 'boolean', default: false }) internalMonitoring!: boolean
  @Column({ name: 'cancelled_at', type: 'timestamptz', nullable: true }) cancelledAt!: Date | null
  @Column({ type: 'integer', default: 1 }) version!: number
}

/** The school's own kinds of work; a kind that stands in the code and not here is as it is in the code. */
@Entity('work_kind')
@Check('work_kind_weight', 'weight > 0 and weight <= 10')
export class WorkKind {
  @PrimaryColumn({ name: 'school_id', type: 'uuid', primaryKeyConstraintName: 'work_kind_pkey' })
  schoolId!: string
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'work_kind_pkey' }) kind!: string
  @Column({ type: 'text' }) title!: string
  @Column({ type: 'text' }) sign!: string
  @Column({ type: 'numeric', precision: 4, scale: 2 }) weight!: string
  @Column({ type: 'boolean' }) written!: boolean
  @Column({ type: 'smallint' }) place!: number
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer', default: 1 }) version!: number
}

@Entity('school_setting')
@Check(
  'school_setting_window',
  `edit_window in ('NEVER_CLOSES', 'ONE_WEEK', 'TWO_WEEKS', 'THREE_WEEKS', 'ONE_MONTH')`,
)
@Check('school_setting_rounding', 'rounding > 0 and rounding < 1')
@Check('school_setting_homework', 'homework_hours between 1 and 24')
@Check('school_setting_few', 'few_marks between 1 and 20')
export class SchoolSetting {
  @PrimaryColumn({ name: 'school_id', type: 'uuid', primaryKeyConstraintName: 'school_setting_pkey' })
  schoolId!: string
  @Column({ name: 'edit_window', type: 'text', default: 'TWO_WEEKS' }) editWindow!: string
  /** From which fraction on a mean is rounded up to the higher mark. */
  @Column({ type: 'numeric', precision: 3, scale: 2, default: () => '0.5' }) rounding!: string
  /** Hours after the last lesson within which homework is due (3.6.4: 1; A6.11: 2). */
  @Column({ name: 'homework_hours', type: 'smallint', default: 1 }) homeworkHours!: number
  /** Fewer numeric marks than that in a period: a warning with the proposal. */
  @Column({ name: 'few_marks', type: 'smallint', default: 3 }) fewMarks!: number
}
