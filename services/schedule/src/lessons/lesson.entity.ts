import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Room } from '../directories/directory.entity.js'
import { Course, TimetableVersion } from '../timetable/timetable.entity.js'

/** A dated lesson as it is planned. `teacherId` is who gives it: the substitute where `insteadOfId` names the teacher. */
@Entity('lesson')
@Index('lesson_of_course', ['courseId', 'day'])
@Index('lesson_of_teacher', ['teacherId', 'day'])
@Index('lesson_of_replaced', ['insteadOfId', 'day'], { where: 'instead_of_id is not null' })
@Index('lesson_of_room', ['roomId', 'day'])
@Index('lesson_of_day', ['schoolId', 'day'])
export class Lesson {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lesson_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => Course, { name: 'lesson_course' })
  @Column({ name: 'course_id', type: 'uuid' })
  courseId!: string
  @ForeignKey(() => TimetableVersion, { name: 'lesson_version' })
  @Column({ name: 'version_id', type: 'uuid' })
  versionId!: string
  @Column({ type: 'date' }) day!: string
  @Column({ type: 'smallint' }) number!: number
  @Column({ name: 'starts_at', type: 'timestamptz' }) startsAt!: Date
  @Column({ name: 'ends_at', type: 'timestamptz' }) endsAt!: Date
  @ForeignKey(() => Room, { name: 'lesson_room' })
  @Column({ name: 'room_id', type: 'uuid', nullable: true })
  roomId!: string | null
  @Column({ name: 'teacher_id', type: 'uuid', nullable: true }) teacherId!: string | null
  @Column({ name: 'instead_of_id', type: 'uuid', nullable: true }) insteadOfId!: string | null
  @Column({ name: 'substitution_reason', type: 'text', nullable: true }) substitutionReason!: string | null
  @Column({ type: 'boolean', default: false }) cancelled!: boolean
  @Column({ name: 'cancel_reason', type: 'text', nullable: true }) cancelReason!: string | null
  @Column({ name: 'held_at', type: 'timestamptz', nullable: true }) heldAt!: Date | null
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer', default: 1 }) version!: number
}
