import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Bell, Room, Subject } from '../directories/directory.entity.js'

@Entity('course')
@Index('course_of_class', ['classId'])
@Index('course_of_group', ['groupId'])
@Index('course_of_teacher', ['teacherId'])
@Index('course_of_subject', ['subjectId'])
@Check('course_learners', '(class_id is null) <> (group_id is null)')
export class Course {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'course_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'year_id', type: 'uuid' }) yearId!: string
  @ForeignKey(() => Subject, { name: 'course_subject' })
  @Column({ name: 'subject_id', type: 'uuid' })
  subjectId!: string
  @Column({ name: 'class_id', type: 'uuid', nullable: true }) classId!: string | null
  @Column({ name: 'group_id', type: 'uuid', nullable: true }) groupId!: string | null
  @Column({ name: 'teacher_id', type: 'uuid', nullable: true }) teacherId!: string | null
  @Column({ name: 'weekly_hours', type: 'numeric', precision: 5, scale: 2 }) weeklyHours!: string
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer', default: 1 }) version!: number
}

@Entity('timetable_version')
@Index('timetable_version_of_school', ['schoolId', 'validFrom'])
@Index('timetable_version_order', ['yearId', 'publishOrder'], { unique: true })
@Check('timetable_version_span', 'valid_from <= valid_until')
export class TimetableVersion {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'timetable_version_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'year_id', type: 'uuid' }) yearId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ name: 'valid_from', type: 'date' }) validFrom!: string
  @Column({ name: 'valid_until', type: 'date' }) validUntil!: string
  @Column({ name: 'published_at', type: 'timestamptz', nullable: true }) publishedAt!: Date | null
  /** A draft that was dropped, or a published one that was taken back. */
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null
  /** Which of the year's versions it is, by publishing: 1, 2 …; of two for one day the later one stands. */
  @Column({ name: 'publish_order', type: 'integer', nullable: true }) publishOrder!: number | null
}

@Entity('slot')
@Index('slot_of_version', ['versionId'])
@Index('slot_of_course', ['courseId'])
@Check('slot_weekday', 'weekday between 1 and 7')
@Check('slot_weeks', `weeks ~ '^[01]{1,8}$'`)
@ForeignKey(() => Bell, ['bellScheduleId', 'number'], ['bellScheduleId', 'number'], { name: 'slot_bell' })
export class Slot {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'slot_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => TimetableVersion, { name: 'slot_version' })
  @Column({ name: 'version_id', type: 'uuid' })
  versionId!: string
  @ForeignKey(() => Course, { name: 'slot_course' })
  @Column({ name: 'course_id', type: 'uuid' })
  courseId!: string
  @Column({ type: 'smallint' }) weekday!: number
  @Column({ type: 'smallint' }) number!: number
  @Column({ name: 'bell_schedule_id', type: 'uuid' }) bellScheduleId!: string
  @ForeignKey(() => Room, { name: 'slot_room' })
  @Column({ name: 'room_id', type: 'uuid', nullable: true })
  roomId!: string | null
  @Column({ type: 'text', nullable: true }) weeks!: string | null
}
