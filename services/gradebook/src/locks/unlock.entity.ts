import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm'

/** One page opened for one person for some hours, with a reason (settled.md, 6.2). */
@Entity('unlock')
@Index('unlock_of_page', ['courseId', 'periodId'])
@Index('unlock_of_person', ['personId', 'until'], { where: 'ended_at is null' })
@Check('unlock_span', 'until > opened_at')
export class Unlock {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'unlock_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'course_id', type: 'uuid' }) courseId!: string
  @Column({ name: 'period_id', type: 'uuid' }) periodId!: string
  @Column({ name: 'person_id', type: 'uuid' }) personId!: string
  @Column({ name: 'opened_at', type: 'timestamptz' }) openedAt!: Date
  @Column({ type: 'timestamptz' }) until!: Date
  @Column({ name: 'opened_by_name', type: 'text' }) openedByName!: string
  @Column({ type: 'text' }) reason!: string
  /** Ended before its time, by hand or because it was void. */
  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true }) endedAt!: Date | null
  @Column({ type: 'integer', default: 1 }) version!: number
}
