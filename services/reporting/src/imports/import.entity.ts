import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm'

@Entity('import')
@Index('import_of_school', { synchronize: false })
@Check(
  'import_state',
  `state in ('CHECKING', 'CHECKED', 'APPLYING', 'APPLIED', 'UNDOING', 'UNDONE', 'REFUSED', 'DROPPED')`,
)
export class Import {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'import_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) kind!: string
  @Column({ type: 'text', default: 'CHECKING' }) state!: string
  @Column({ name: 'file_name', type: 'text' }) fileName!: string
  @Column({ type: 'bigint' }) bytes!: number
  @Column({ type: 'text' }) sha256!: string
  @Column({ name: 'started_by_id', type: 'uuid' }) startedById!: string
  @Column({ name: 'started_by_name', type: 'text' }) startedByName!: string
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  /** Null once the file is deleted. */
  @Column({ name: 'file_kept_until', type: 'timestamptz', nullable: true }) fileKeptUntil!: Date | null
  @Column({ name: 'job_id', type: 'uuid', nullable: true }) jobId!: string | null
  @Column({ name: 'year_id', type: 'uuid', nullable: true }) yearId!: string | null
  @Column({ type: 'integer', default: 0 }) rows!: number
  @Column({ type: 'jsonb', default: () => `'[]'` }) counts!: unknown
  @Column({ type: 'jsonb', default: () => `'[]'` }) problems!: unknown
  @Column({ name: 'problem_count', type: 'integer', default: 0 }) problemCount!: number
  /** Hash of what the dry run showed: what is applied is that, or nothing. */
  @Column({ name: 'plan_hash', type: 'text', nullable: true }) planHash!: string | null
  @Column({ name: 'valid_from', type: 'date', nullable: true }) validFrom!: string | null
  @Column({ name: 'valid_until', type: 'date', nullable: true }) validUntil!: string | null
  @Column({ type: 'text', nullable: true }) ground!: string | null
  /** The plan was found still true, and from then on it is what is applied, whatever it changes itself. */
  @Column({ name: 'begun_at', type: 'timestamptz', nullable: true }) begunAt!: Date | null
  @Column({ name: 'applied_at', type: 'timestamptz', nullable: true }) appliedAt!: Date | null
  @Column({ name: 'undone_at', type: 'timestamptz', nullable: true }) undoneAt!: Date | null
  @Column({ type: 'jsonb', default: () => `'[]'` }) dependents!: unknown
}

/** One thing that a file names, with what is done about it and what undoes that. */
@Entity('import_item')
@Unique('import_item_once', ['importId', 'entity', 'key'])
@Index('import_item_in_order', { synchronize: false })
export class ImportItem {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'import_item_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'import_id', type: 'uuid' }) importId!: string
  @Column({ type: 'integer' }) ordinal!: number
  @Column({ type: 'text' }) entity!: string
  @Column({ type: 'text' }) key!: string
  @Column({ type: 'integer', nullable: true }) line!: number | null
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'text' }) action!: string
  @Column({ name: 'target_id', type: 'uuid', nullable: true }) targetId!: string | null
  @Column({ type: 'jsonb' }) changes!: unknown
  @Column({ type: 'text', nullable: true }) note!: string | null
  @Column({ type: 'jsonb' }) candidates!: unknown
  @Column({ type: 'jsonb', nullable: true }) decision!: unknown
  /** What is written for it, and what stood before. */
  @Column({ type: 'jsonb' }) act!: unknown
  @Column({ name: 'applied_at', type: 'timestamptz', nullable: true }) appliedAt!: Date | null
  @Column({ name: 'undone_at', type: 'timestamptz', nullable: true }) undoneAt!: Date | null
}

/** Names by which other programs know our people and things, from one file to the next. */
@Entity('import_key')
export class ImportKey {
  @PrimaryColumn({ name: 'school_id', type: 'uuid', primaryKeyConstraintName: 'import_key_pkey' })
  schoolId!: string
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'import_key_pkey' }) kind!: string
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'import_key_pkey' }) entity!: string
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'import_key_pkey' }) key!: string
  @Column({ name: 'target_id', type: 'uuid' }) targetId!: string
}
