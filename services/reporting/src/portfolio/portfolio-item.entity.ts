import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm'
import { UploadedFile } from '../uploads/uploaded-file.entity.js'

/** One achievement of a pupil with its paper. */
@Entity('portfolio_item')
@Index('portfolio_item_of_pupil', ['pupilId', 'date'])
@Unique('portfolio_item_one', ['fileId'])
@Check(
  'portfolio_item_kind',
  `kind in ('OLYMPIAD', 'COMPETITION', 'SPORT', 'PROJECT', 'CREATIVE', 'COMMUNITY', 'OTHER')`,
)
export class PortfolioItem {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'portfolio_item_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'pupil_id', type: 'uuid' }) pupilId!: string
  @ForeignKey(() => UploadedFile, { name: 'portfolio_item_file', onDelete: 'CASCADE' })
  @Column({ name: 'file_id', type: 'uuid' })
  fileId!: string
  @Column({ type: 'text' }) title!: string
  @Column({ type: 'text' }) kind!: string
  @Column({ type: 'date' }) date!: string
  @Column({ name: 'added_by_id', type: 'uuid' }) addedById!: string
  @Column({ name: 'added_by_name', type: 'text' }) addedByName!: string
  @Column({ name: 'confirmed_by_id', type: 'uuid', nullable: true }) confirmedById!: string | null
  @Column({ name: 'confirmed_by_name', type: 'text', nullable: true }) confirmedByName!: string | null
  @Column({ name: 'confirmed_at', type: 'timestamptz', nullable: true }) confirmedAt!: Date | null
}
