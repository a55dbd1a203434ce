import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm'

@Entity('period_mark')
@Index('period_mark_of_pupil', ['pupilId'])
@Unique('period_mark_one', ['courseId', 'periodId', 'pupilId'])
@Check('period_mark_value', `value in ('1', '2', '3', '4', '5', 'зач', 'нз', 'н/а', 'осв')`)
export class PeriodMark {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'period_mark_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'course_id', type: 'uuid' }) courseId!: string
  @Column({ name: 'period_id', type: 'uuid' }) periodId!: string
  @Column({ name: 'pupil_id', type: 'uuid' }) pupilId!: string
  /** The id of the pupil under which it was made, where that entry was merged into this one. */
  @Column({ name: 'made_under', type: 'uuid', nullable: true }) madeUnder!: string | null
  @Column({ type: 'text' }) value!: string
  @Column({ name: 'set_by_name', type: 'text' }) setByName!: string
  @Column({ name: 'set_at', type: 'timestamptz' }) setAt!: Date
  @Column({ type: 'integer', default: 1 }) version!: number
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null
  /** What the school's rule proposed when it was set. */
  @Column({ type: 'text', nullable: true }) proposed!: string | null
  /** Filled by the class teacher, for the subject's teacher had not (A5.10). */
  @Column({ name: 'by_class_teacher', type: 'boolean', default: false }) byClassTeacher!: boolean
  /** Why it is another than was proposed. */
  @Column({ type: 'text', nullable: true }) reason!: string | null
}

/** The mark of an examination, or the final one that goes into the certificate (settled.md, Marks). */
@Entity('final_mark')
@Index('final_mark_of_pupil', ['pupilId'])
@Unique('final_mark_one', ['courseId', 'kind', 'pupilId'])
@Check('final_mark_kind', `kind in ('EXAM', 'FINAL')`)
@Check('final_mark_value', `value in ('1', '2', '3', '4', '5', 'зач', 'нз', 'н/а', 'осв')`)
export class FinalMark {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'final_mark_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'course_id', type: 'uuid' }) courseId!: string
  @Column({ name: 'pupil_id', type: 'uuid' }) pupilId!: string
  @Column({ name: 'made_under', type: 'uuid', nullable: true }) madeUnder!: string | null
  @Column({ type: 'text' }) kind!: string
  @Column({ type: 'text' }) value!: string
  @Column({ type: 'text', nullable: true }) proposed!: string | null
  @Column({ name: 'by_class_teacher', type: 'boolean', default: false }) byClassTeacher!: boolean
  @Column({ type: 'text', nullable: true }) reason!: string | null
  @Column({ name: 'set_by_name', type: 'text' }) setByName!: string
  @Column({ name: 'set_at', type: 'timestamptz' }) setAt!: Date
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null
  @Column({ type: 'integer', default: 1 }) version!: number
}

/** A page locked before every pupil has a period mark (6.2, `closePeriod`). */
@Entity('page_close')
export class PageClose {
  @PrimaryColumn({ name: 'course_id', type: 'uuid', primaryKeyConstraintName: 'page_close_pkey' })
  courseId!: string
  @PrimaryColumn({ name: 'period_id', type: 'uuid', primaryKeyConstraintName: 'page_close_pkey' })
  periodId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'closed_at', type: 'timestamptz' }) closedAt!: Date
}
