import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { LessonRecord, Work } from '../records/record.entity.js'

@Entity('mark')
@Index('mark_place', ['workId', 'pupilId', 'place'], { unique: true, where: 'withdrawn_at is null' })
@Index('mark_of_course', ['courseId', 'day'], { where: 'withdrawn_at is null' })
@Index('mark_of_pupil', ['pupilId', 'day'], { where: 'withdrawn_at is null' })
@Index('mark_of_lesson', ['lessonId'], { where: 'withdrawn_at is null' })
@Index('mark_retaken', ['retakeOf'], { where: 'retake_of is not null and withdrawn_at is null' })
@Check('mark_due', `due_on is null or value = '.'`)
@Check('mark_value', `value in ('1', '2', '3', '4', '5', 'зач', 'нз', 'н/а', 'осв', '.')`)
export class Mark {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'mark_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'course_id', type: 'uuid' }) courseId!: string
  @ForeignKey(() => LessonRecord, { name: 'mark_lesson' })
  @Column({ name: 'lesson_id', type: 'uuid' })
  lessonId!: string
  @ForeignKey(() => Work, { name: 'mark_work' })
  @Column({ name: 'work_id', type: 'uuid' })
  workId!: string
  @Column({ name: 'pupil_id', type: 'uuid' }) pupilId!: string
  /** The id of the pupil under which it was made, where that entry was merged into this one. */
  @Column({ name: 'made_under', type: 'uuid', nullable: true }) madeUnder!: string | null
  @Column({ type: 'date' }) day!: string
  /** Which of the pupil's marks for this work, from 1. */
  @Column({ type: 'smallint' }) place!: number
  @Column({ type: 'text' }) value!: string
  @Column({ type: 'text', nullable: true }) comment!: string | null
  @Column({ name: 'set_by_name', type: 'text' }) setByName!: string
  @Column({ name: 'set_at', type: 'timestamptz' }) setAt!: Date
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null
  /** The mark that this one is a retake of: it stays beside, and no longer counts. */
  @Column({ name: 'retake_of', type: 'uuid', nullable: true }) retakeOf!: string | null
  /** Of a point: the day by which the work is owed. */
  @Column({ name: 'due_on', type: 'date', nullable: true }) dueOn!: string | null
  /** From where it was entered, when not by a teacher of this school. */
  @Column({ type: 'text', nullable: true }) source!: string | null
  /** Withdrawn because its work was cancelled: it comes back with the work. */
  @Column({ name: 'cancelled_with_work', type: 'boolean', default: false }) cancelledWithWork!: boolean
  @Column({ type: 'integer', default: 1 }) version!: number
}
