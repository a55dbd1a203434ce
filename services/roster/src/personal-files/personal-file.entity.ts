import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Person } from '../people/person.entity.js'

/** Личное дело of a pupil (A5.20). The address stands in the contacts, the number with the person. */
@Entity('personal_file')
@Check('personal_file_health', `health_group in ('I', 'II', 'III', 'IV', 'V')`)
@Check('personal_file_physical_education', `physical_education_group in ('MAIN', 'PREPARATORY', 'SPECIAL')`)
export class PersonalFile {
  @ForeignKey(() => Person, { name: 'personal_file_pupil' })
  @PrimaryColumn({ name: 'pupil_id', type: 'uuid', primaryKeyConstraintName: 'personal_file_pkey' })
  pupilId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'health_group', type: 'text', nullable: true }) healthGroup!: string | null
  @Column({ name: 'physical_education_group', type: 'text', nullable: true }) physicalEducationGroup!:
    string | null
  @Column({ name: 'special_needs', type: 'text', nullable: true }) specialNeeds!: string | null
  @Column({ name: 'previous_school', type: 'text', nullable: true }) previousSchool!: string | null
  @Column({ type: 'integer', default: 1 }) version!: number
}

@Entity('personal_document')
@Index('personal_document_of_pupil', ['pupilId'])
@Check(
  'personal_document_kind',
  `kind in ('BIRTH_CERTIFICATE', 'PASSPORT', 'APPLICATION', 'CONTRACT', 'MEDICAL', 'CERTIFICATE', 'OTHER')`,
)
export class PersonalDocument {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'personal_document_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => Person, { name: 'personal_document_pupil' })
  @Column({ name: 'pupil_id', type: 'uuid' })
  pupilId!: string
  @Column({ type: 'text' }) kind!: string
  @Column({ type: 'text' }) title!: string
  @Column({ type: 'text', nullable: true }) number!: string | null
  @Column({ name: 'issued_on', type: 'date', nullable: true }) issuedOn!: string | null
  @Column({ name: 'issued_by', type: 'text', nullable: true }) issuedBy!: string | null
}
