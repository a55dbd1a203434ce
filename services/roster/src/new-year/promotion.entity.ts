import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { ContingentOrder } from '../contingent/order.entity.js'
import { AcademicYear } from '../years/year.entity.js'

/** One move of all pupils of a year to the next, by one order. */
@Entity('promotion')
@Index('promotion_of_school', ['schoolId', 'at'])
export class Promotion {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'promotion_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => AcademicYear, { name: 'promotion_from_year' })
  @Column({ name: 'from_year_id', type: 'uuid' })
  fromYearId!: string
  @ForeignKey(() => AcademicYear, { name: 'promotion_to_year' })
  @Column({ name: 'to_year_id', type: 'uuid' })
  toYearId!: string
  @ForeignKey(() => ContingentOrder, { name: 'promotion_order' })
  @Column({ name: 'order_id', type: 'uuid' })
  orderId!: string
  @Column({ type: 'timestamptz' }) at!: Date
  @Column({ type: 'integer' }) pupils!: number
  @Column({ name: 'undone_at', type: 'timestamptz', nullable: true }) undoneAt!: Date | null
}
