import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm'
import { Job } from '../jobs/job.entity.js'

/** A letter with login details that a job has sent; the details themselves are kept nowhere. */
@Entity('issue_letter')
export class IssueLetter {
  @ForeignKey(() => Job, { name: 'issue_letter_job' })
  @PrimaryColumn({ name: 'job_id', type: 'uuid', primaryKeyConstraintName: 'issue_letter_pkey' })
  jobId!: string
  @PrimaryColumn({ name: 'person_id', type: 'uuid', primaryKeyConstraintName: 'issue_letter_pkey' })
  personId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'sent_at', type: 'timestamptz' }) sentAt!: Date
}
