import { Check, Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { SchoolClass, StudyGroup } from '../classes/class.entity.js'
import { School } from '../schools/school.entity.js'

/** One human being of a school. A pupil has `isPupil`, a member of staff a position, a guardian has guardianships. */
@Entity('person')
@Index('person_staff', ['schoolId', 'lastName', 'firstName'], { where: 'position is not null' })
@Index('person_by_name', { synchronize: false })
@Index('person_file_number', ['schoolId', 'fileNumber'], { unique: true, where: 'file_number is not null' })
@Index('person_snils', ['schoolId', 'snilsHmac'], { where: 'snils_hmac is not null' })
@Index('person_merged', ['mergedInto'], { where: 'merged_into is not null' })
@Check('person_last_name', `last_name <> ''`)
@Check('person_first_name', `first_name <> ''`)
export class Person {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'person_pkey' }) id!: string
  @ForeignKey(() => School, { name: 'person_school' })
  @Column({ name: 'school_id', type: 'uuid' })
  schoolId!: string
  @Column({ name: 'last_name', type: 'text' }) lastName!: string
  @Column({ name: 'first_name', type: 'text' }) firstName!: string
  @Column({ type: 'text', nullable: true }) patronymic!: string | null
  @Column({ name: 'birth_date', type: 'date', nullable: true }) birthDate!: string | null
  @Column({ name: 'is_pupil', type: 'boolean', default: false }) isPupil!: boolean
  @Column({ type: 'text', nullable: true }) position!: string | null
  /** Taken out by who had added it: gone from all lists, the name stays for the log and for marks. */
  @Column({ type: 'boolean', default: false }) removed!: boolean
  /** Number of the personal file, letter and number: «К-14». Given at enrolment, never again to another. */
  @Column({ name: 'file_number', type: 'text', nullable: true }) fileNumber!: string | null
  /** The entry that this one turned out to be the same human being as; one step always leads there. */
  @ForeignKey(() => Person, { name: 'person_merged_into' })
  @Column({ name: 'merged_into', type: 'uuid', nullable: true })
  mergedInto!: string | null
  /** Keyed hash of the number (СНИЛС); the number itself is kept nowhere. */
  @Column({ name: 'snils_hmac', type: 'text', nullable: true }) snilsHmac!: string | null
  /** When what the law does not require to keep was erased (152-ФЗ). */
  @Column({ name: 'erased_at', type: 'timestamptz', nullable: true }) erasedAt!: Date | null
  @Column({ type: 'integer', default: 1 }) version!: number
}

/** From when until when (the last day) a pupil belonged to a class or a group. */
@Entity('membership')
@Index('membership_of_class', ['classId', 'fromDay'])
@Index('membership_of_group', ['groupId', 'fromDay'])
@Index('membership_of_pupil', ['pupilId', 'fromDay'])
@Check('membership_one', '(class_id is null) <> (group_id is null)')
@Check('membership_span', 'until_day is null or until_day >= from_day')
@Exclusion(
  'membership_one_class',
  `using gist (pupil_id with =, daterange(from_day, until_day, '[]') with &&) where (class_id is not null and not removed)`,
)
@Exclusion(
  'membership_one_group',
  `using gist (pupil_id with =, group_id with =, daterange(from_day, until_day, '[]') with &&) where (group_id is not null and not removed)`,
)
export class Membership {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'membership_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => Person, { name: 'membership_pupil' })
  @Column({ name: 'pupil_id', type: 'uuid' })
  pupilId!: string
  @ForeignKey(() => SchoolClass, { name: 'membership_class' })
  @Column({ name: 'class_id', type: 'uuid', nullable: true })
  classId!: string | null
  @ForeignKey(() => StudyGroup, { name: 'membership_group' })
  @Column({ name: 'group_id', type: 'uuid', nullable: true })
  groupId!: string | null
  @Column({ name: 'from_day', type: 'date' }) fromDay!: string
  @Column({ name: 'until_day', type: 'date', nullable: true }) untilDay!: string | null
  /** Of a group: shortened by a movement, or removed by it; `askedUntil` is the last day that its own act gave. */
  @Column({ type: 'boolean', default: false }) cut!: boolean
  @Column({ name: 'asked_until', type: 'date', nullable: true }) askedUntil!: string | null
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer', default: 1 }) version!: number
}

@Entity('guardianship')
@Index('guardianship_of_pupil', ['pupilId'])
@Check('guardianship_relation', `relation in ('MOTHER', 'FATHER', 'GUARDIAN', 'GRANDPARENT', 'OTHER')`)
export class Guardianship {
  @ForeignKey(() => Person, { name: 'guardianship_guardian' })
  @PrimaryColumn({ name: 'guardian_id', type: 'uuid', primaryKeyConstraintName: 'guardianship_pkey' })
  guardianId!: string
  @ForeignKey(() => Person, { name: 'guardianship_pupil' })
  @PrimaryColumn({ name: 'pupil_id', type: 'uuid', primaryKeyConstraintName: 'guardianship_pkey' })
  pupilId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text', nullable: true }) relation!: string | null
  @Column({ name: 'legal_representative', type: 'boolean', default: false }) legalRepresentative!: boolean
  /** Since when the guardian refuses the electronic service (3.9). */
  @Column({ name: 'refused_service_on', type: 'date', nullable: true }) refusedServiceOn!: string | null
  @Column({ name: 'refused_document', type: 'text', nullable: true }) refusedDocument!: string | null
  @Column({ type: 'integer', default: 1 }) version!: number
}
