import { Column, Entity, Index, PrimaryColumn } from 'typeorm'

/** A file that stands with the homework of a lesson, and who may read it: gradebook's fact, written by the consumer alone. */
@Entity('ref_homework_file')
@Index('ref_homework_file_of_upload', ['fileId'])
export class RefHomeworkFile {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_homework_file_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'file_id', type: 'uuid' }) fileId!: string
  /** Who must have brought the upload: of any other nothing is opened. */
  @Column({ name: 'account_id', type: 'uuid' }) accountId!: string
  @Column({ name: 'class_id', type: 'uuid', nullable: true }) classId!: string | null
  @Column({ name: 'group_id', type: 'uuid', nullable: true }) groupId!: string | null
  @Column({ name: 'class_ids', type: 'uuid', array: true }) classIds!: string[]
  @Column({ name: 'teacher_ids', type: 'uuid', array: true }) teacherIds!: string[]
  @Column({ type: 'date' }) day!: string
  @Column({ name: 'of_specialist', type: 'boolean' }) ofSpecialist!: boolean
  @Column({ type: 'boolean' }) removed!: boolean
  @Column({ type: 'integer' }) version!: number
}
