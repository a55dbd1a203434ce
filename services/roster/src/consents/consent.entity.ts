import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Person } from '../people/person.entity.js'

/** A consent to process personal data (152-ФЗ, ст. 9), or the other ground (ст. 6) that was recorded in its place. */
@Entity('consent')
@Index('consent_of_person', ['personId', 'fromDay'])
@Index('consent_of_school', ['schoolId', 'purpose'])
@Check('consent_purpose', `purpose in ('EDUCATION', 'TRANSFER', 'PUBLICATION')`)
@Check('consent_basis', '(given_by_name is null) <> (ground is null)')
@Check('consent_span', 'until_day is null or until_day >= from_day')
export class Consent {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'consent_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => Person, { name: 'consent_person' })
  @Column({ name: 'person_id', type: 'uuid' })
  personId!: string
  @Column({ type: 'text' }) purpose!: string
  @Column({ name: 'given_by_name', type: 'text', nullable: true }) givenByName!: string | null
  @Column({ type: 'text', nullable: true }) ground!: string | null
  @Column({ type: 'text', nullable: true }) document!: string | null
  @Column({ name: 'from_day', type: 'date' }) fromDay!: string
  @Column({ name: 'until_day', type: 'date', nullable: true }) untilDay!: string | null
  /** First day on which it no longer counts. */
  @Column({ name: 'withdrawn_on', type: 'date', nullable: true }) withdrawnOn!: string | null
  @Column({ type: 'integer', default: 1 }) version!: number
}
