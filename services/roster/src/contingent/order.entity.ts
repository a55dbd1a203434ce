import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { SchoolClass } from '../classes/class.entity.js'
import { Person } from '../people/person.entity.js'
import { School } from '../schools/school.entity.js'

/** An order (приказ) on the contingent. «б/н» where the paper had no number. */
@Entity('contingent_order')
@Index('contingent_order_number', ['schoolId', 'number', 'date'], {
  unique: true,
  where: `withdrawn_at is null and number <> 'б/н'`,
})
@Index('contingent_order_by_date', ['schoolId', 'date', 'id'])
@Check('contingent_order_has_number', `number <> ''`)
export class ContingentOrder {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'contingent_order_pkey' }) id!: string
  @ForeignKey(() => School, { name: 'contingent_order_school' })
  @Column({ name: 'school_id', type: 'uuid' })
  schoolId!: string
  @Column({ type: 'text' }) number!: string
  @Column({ type: 'date' }) date!: string
  @Column({ type: 'text', nullable: true }) note!: string | null
  @Column({ name: 'entered_by', type: 'uuid', nullable: true }) enteredBy!: string | null
  /** As the name stood then. */
  @Column({ name: 'entered_by_name', type: 'text', nullable: true }) enteredByName!: string | null
  @Column({ name: 'entered_at', type: 'timestamptz' }) enteredAt!: Date
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null
  @Column({ name: 'withdrawn_reason', type: 'text', nullable: true }) withdrawnReason!: string | null
  @Column({ type: 'integer', default: 1 }) version!: number
}

/** A move of one pupil by an order. The memberships of a class follow from those that stand. */
@Entity('movement')
@Index('movement_one_a_day', ['pupilId', 'effectiveOn'], { unique: true, where: `state = 'STANDING'` })
@Index('movement_of_order', ['orderId'])
@Index('movement_by_day', ['schoolId', 'effectiveOn'])
@Check(
  'movement_kind',
  `kind in ('ENROLLED', 'TRANSFERRED_CLASS', 'PROMOTED', 'REPEATS', 'LEFT_FOR_SCHOOL', 'EXPELLED', 'GRADUATED')`,
)
@Check('movement_state', `state in ('STANDING', 'WITHDRAWN', 'REMOVED')`)
@Check(
  'movement_class',
  `(kind in ('ENROLLED', 'TRANSFERRED_CLASS', 'PROMOTED', 'REPEATS')) = (to_class_id is not null)`,
)
export class Movement {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'movement_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => ContingentOrder, { name: 'movement_order' })
  @Column({ name: 'order_id', type: 'uuid' })
  orderId!: string
  @ForeignKey(() => Person, { name: 'movement_pupil' })
  @Column({ name: 'pupil_id', type: 'uuid' })
  pupilId!: string
  @Column({ type: 'text' }) kind!: string
  /** First day on which it counts. */
  @Column({ name: 'effective_on', type: 'date' }) effectiveOn!: string
  /** The class on the day before, as the movements that stand give it. */
  @ForeignKey(() => SchoolClass, { name: 'movement_from_class' })
  @Column({ name: 'from_class_id', type: 'uuid', nullable: true })
  fromClassId!: string | null
  @ForeignKey(() => SchoolClass, { name: 'movement_to_class' })
  @Column({ name: 'to_class_id', type: 'uuid', nullable: true })
  toClassId!: string | null
  @Column({ type: 'text', nullable: true }) note!: string | null
  /** WITHDRAWN with its order; REMOVED: it never was (an import taken back, a second entry of one person). */
  @Column({ type: 'text', default: 'STANDING' }) state!: string
}

/** The last number of a personal file (личное дело) that was given for a letter: «К-14» is 14 of К. */
@Entity('file_number_head')
export class FileNumberHead {
  @PrimaryColumn({ name: 'school_id', type: 'uuid', primaryKeyConstraintName: 'file_number_head_pkey' })
  schoolId!: string
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'file_number_head_pkey' }) letter!: string
  @Column({ type: 'integer' }) last!: number
}
