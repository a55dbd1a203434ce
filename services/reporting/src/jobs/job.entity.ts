import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm'

@Entity('job')
@Index('job_of_school', { synchronize: false })
@Check('job_state', `state in ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')`)
@Check(
  'job_kind',
  `kind in ('PRINT_CLASS_JOURNAL', 'TAKE_SNAPSHOT', 'VERIFY_SNAPSHOT', 'CHECK_IMPORT', 'APPLY_IMPORT', 'UNDO_IMPORT', 'ISSUE_ACCOUNTS', 'EXPORT_PERSON', 'SEND_LETTER', 'PRINT_COMPROMISE_ACT', 'PRINT_BLANK_PAGES', 'PRINT_TRANSFER_SHEET', 'SAVE_MARK_CHANGES')`,
)
export class Job {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'job_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) kind!: string
  @Column({ type: 'text' }) title!: string
  @Column({ type: 'jsonb' }) arguments!: unknown
  @Column({ type: 'text', default: 'WAITING' }) state!: string
  @Column({ type: 'double precision', default: 0 }) progress!: number
  @Column({ type: 'text', nullable: true }) step!: string | null
  /** Of how many tries this is; a worker that was thought dead finds that another has taken over. */
  @Column({ type: 'integer', default: 0 }) attempt!: number
  /** Tries that failed, and workers that died, since a person last started it. */
  @Column({ type: 'integer', default: 0 }) failures!: number
  @Column({ type: 'integer', default: 0 }) deaths!: number
  @Column({ name: 'cancel_requested', type: 'boolean', default: false }) cancelRequested!: boolean
  @Column({ name: 'started_by_id', type: 'uuid' }) startedById!: string
  @Column({ name: 'started_by_name', type: 'text' }) startedByName!: string
  @Column({ name: 'started_by_account', type: 'uuid' }) startedByAccount!: string
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  @Column({ name: 'started_at', type: 'timestamptz', nullable: true }) startedAt!: Date | null
  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true }) finishedAt!: Date | null
  @Column({ type: 'text', nullable: true }) error!: string | null
}
