import { Column, Entity, Index, PrimaryColumn } from 'typeorm'

/** A file that somebody brought to `/files`. Attached to nothing, it goes after a day. */
@Entity('uploaded_file')
@Index('uploaded_file_loose', ['createdAt'], { where: 'not attached' })
export class UploadedFile {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'uploaded_file_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'account_id', type: 'uuid' }) accountId!: string
  @Column({ name: 'person_id', type: 'uuid' }) personId!: string
  @Column({ name: 'file_name', type: 'text' }) fileName!: string
  @Column({ name: 'media_type', type: 'text' }) mediaType!: string
  @Column({ type: 'bigint' }) bytes!: number
  @Column({ type: 'text' }) sha256!: string
  @Column({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date
  @Column({ type: 'boolean', default: false }) attached!: boolean
}
