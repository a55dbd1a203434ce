import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm'
import { Job } from '../jobs/job.entity.js'

/** A place where snapshots are kept: a folder, with the medium and the room that clause 3.3 asks for. */
@Entity('store')
@Unique('store_name', ['schoolId', 'name'])
export class Store {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'store_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'text' }) room!: string
  @Column({ type: 'text' }) medium!: string
  @Column({ type: 'text' }) folder!: string
}

@Entity('snapshot')
@Unique('snapshot_once', ['jobId'])
@Index('snapshot_of_school', { synchronize: false })
export class Snapshot {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'snapshot_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => Job, { name: 'snapshot_job' })
  @Column({ name: 'job_id', type: 'uuid' })
  jobId!: string
  @Column({ name: 'year_id', type: 'uuid' }) yearId!: string
  @Column({ name: 'year_name', type: 'text' }) yearName!: string
  /** Name of the bag's folder in every store. */
  @Column({ type: 'text' }) folder!: string
  @Column({ name: 'taken_at', type: 'timestamptz' }) takenAt!: Date
  @Column({ type: 'bigint' }) bytes!: number
  @Column({ type: 'integer' }) files!: number
  @Column({ type: 'text' }) sha256!: string
}

@Entity('snapshot_copy')
@Check('snapshot_copy_state', `state in ('WHOLE', 'BROKEN', 'MISSING', 'MENDED')`)
export class SnapshotCopy {
  @ForeignKey(() => Snapshot, { name: 'snapshot_copy_snapshot' })
  @PrimaryColumn({ name: 'snapshot_id', type: 'uuid', primaryKeyConstraintName: 'snapshot_copy_pkey' })
  snapshotId!: string
  @ForeignKey(() => Store, { name: 'snapshot_copy_store' })
  @PrimaryColumn({ name: 'store_id', type: 'uuid', primaryKeyConstraintName: 'snapshot_copy_pkey' })
  storeId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) state!: string
  /** The file system's own number: two stores with one number lie on one disk. */
  @Column({ type: 'text', nullable: true }) device!: string | null
  @Column({ name: 'verified_at', type: 'timestamptz', nullable: true }) verifiedAt!: Date | null
  @Column({ type: 'text', nullable: true }) fault!: string | null
}
