import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Mark } from '../marks/mark.entity.js'

/** A pupil or guardian says that a mark is wrong (A8.1). */
@Entity('mark_claim')
@Index('mark_claim_open', ['markId'], { unique: true, where: 'answered_at is null and withdrawn_at is null' })
@Index('mark_claim_of_school', ['schoolId', 'claimedAt'])
@Index('mark_claim_of_course', ['courseId'], { where: 'answered_at is null and withdrawn_at is null' })
export class MarkClaim {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'mark_claim_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => Mark, { name: 'mark_claim_mark' })
  @Column({ name: 'mark_id', type: 'uuid' })
  markId!: string
  @Column({ name: 'course_id', type: 'uuid' }) courseId!: string
  @Column({ name: 'pupil_id', type: 'uuid' }) pupilId!: string
  @Column({ name: 'made_under', type: 'uuid', nullable: true }) madeUnder!: string | null
  @Column({ name: 'claimed_by_id', type: 'uuid' }) claimedById!: string
  @Column({ name: 'claimed_by_name', type: 'text' }) claimedByName!: string
  @Column({ type: 'text' }) explanation!: string
  /** The day on which they noticed it; a claim comes within 3 calendar days of it. */
  @Column({ name: 'noticed_on', type: 'date' }) noticedOn!: string
  @Column({ name: 'claimed_at', type: 'timestamptz' }) claimedAt!: Date
  @Column({ name: 'answer_due_at', type: 'timestamptz' }) answerDueAt!: Date
  @Column({ type: 'boolean', nullable: true }) accepted!: boolean | null
  @Column({ type: 'text', nullable: true }) answer!: string | null
  @Column({ name: 'answered_by_name', type: 'text', nullable: true }) answeredByName!: string | null
  @Column({ name: 'answered_at', type: 'timestamptz', nullable: true }) answeredAt!: Date | null
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null
  @Column({ type: 'integer', default: 1 }) version!: number
}
