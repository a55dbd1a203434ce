import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Person } from '../people/person.entity.js'

/** How a person is reached. No row: nothing is known. */
@Entity('contacts')
@Index('contacts_of_school', ['schoolId'])
export class Contacts {
  @ForeignKey(() => Person, { name: 'contacts_person' })
  @PrimaryColumn({ name: 'person_id', type: 'uuid', primaryKeyConstraintName: 'contacts_pkey' })
  personId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  /** +7 and ten digits, or another country's by E.164. */
  @Column({ type: 'text', nullable: true }) phone!: string | null
  @Column({ type: 'text', nullable: true }) email!: string | null
  @Column({ type: 'text', nullable: true }) address!: string | null
  @Column({ type: 'integer', default: 1 }) version!: number
}
