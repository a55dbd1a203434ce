import { Column, Entity, Index, PrimaryColumn } from 'typeorm'

/** One request in which somebody read personal data of others (152-ФЗ, 1.8). Written once, never changed. */
@Entity('access_log')
@Index('access_log_of_school', { synchronize: false })
export class AccessLog {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'access_log_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'timestamptz' }) at!: Date
  @Column({ name: 'reader_id', type: 'uuid' }) readerId!: string
  /** As it stood. */
  @Column({ name: 'reader_name', type: 'text' }) readerName!: string
  @Column({ name: 'account_id', type: 'uuid' }) accountId!: string
  @Column({ type: 'text' }) what!: string
  @Column({ type: 'text' }) ground!: string
  /** Whose data, at most 1,000; `people` is how many there were. */
  @Column({ name: 'person_ids', type: 'uuid', array: true }) personIds!: string[]
  @Column({ type: 'integer' }) people!: number
}
