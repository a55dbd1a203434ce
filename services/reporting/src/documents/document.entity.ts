import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm'
import { Job } from '../jobs/job.entity.js'

@Entity('document')
@Unique('document_once', ['jobId', 'mediaType'])
@Index('document_of_school', { synchronize: false })
@Index('document_of_hash', ['dataHash'])
@Index('document_about', { synchronize: false })
@Index('document_to_wipe', ['expiresAt'], { where: 'taken_at is null' })
export class Document {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'document_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => Job, { name: 'document_job' })
  @Column({ name: 'job_id', type: 'uuid' })
  jobId!: string
  @Column({ type: 'text' }) title!: string
  @Column({ name: 'file_name', type: 'text' }) fileName!: string
  @Column({ name: 'media_type', type: 'text' }) mediaType!: string
  @Column({ type: 'bigint' }) bytes!: number
  @Column({ type: 'text' }) sha256!: string
  @Column({ type: 'integer', nullable: true }) pages!: number | null
  /** What it shows, so that a newer one of the same makes it stale: kind, class, period, courses. */
  @Column({ type: 'text' }) about!: string
  /** SHA-256 of the data set, printed on each page. */
  @Column({ name: 'data_hash', type: 'text' }) dataHash!: string
  /** Address of the data set's own file. */
  @Column({ name: 'data_sha256', type: 'text' }) dataSha256!: string
  /** Frozen rule of who may read it. */
  @Column({ type: 'jsonb' }) readers!: unknown
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  /** Can be taken once, and goes when it is taken or at `expiresAt`. */
  @Column({ name: 'once_only', type: 'boolean', default: false }) onceOnly!: boolean
  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true }) expiresAt!: Date | null
  @Column({ name: 'taken_at', type: 'timestamptz', nullable: true }) takenAt!: Date | null
}
