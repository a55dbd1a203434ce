import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm'
import { LessonRecord } from '../records/record.entity.js'

@Entity('absence')
@Unique('absence_one', ['lessonId', 'pupilId'])
@Index('absence_of_course', ['courseId', 'day'], { where: 'not removed' })
@Index('absence_of_pupil', ['pupilId', 'day'], { where: 'not removed' })
@Check('absence_code', `code in ('ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED', 'LATE', 'RELEASED')`)
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
}
