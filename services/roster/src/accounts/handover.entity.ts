import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Person } from '../people/person.entity.js'

/** Who handed login details to whom (A1.3, A1.20, A5.7). */
@Entity('handover')
@Index('handover_of_person', ['personId', 'at'])
@Check('handover_delivery', `delivery in ('PRINT', 'EMAIL', 'SHOWN')`)
export class Handover {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'handover_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => Person, { name: 'handover_person' })
  @Column({ name: 'person_id', type: 'uuid' })
  personId!: string
  @Column({ type: 'timestamptz' }) at!: Date
  @Column({ name: 'by_id', type: 'uuid' }) byId!: string
  @Column({ name: 'by_name', type: 'text' }) byName!: string
  @Column({ name: 'to_name', type: 'text' }) toName!: string
  @Column({ type: 'text' }) delivery!: string
}
