import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm'
import { SchoolClass } from '../classes/class.entity.js'
import { Person } from '../people/person.entity.js'

@Entity('role_grant')
@Index('role_grant_of_person', ['personId'])
@Index('role_grant_of_class', ['classId'])
@Check(
  'role_grant_role',
  `role in ('COORDINATOR', 'JOURNAL_ADMIN', 'DIRECTOR', 'DEPUTY', 'CLASS_TEACHER', 'TEACHER', 'SPECIALIST', 'CLERK', 'PUPIL', 'GUARDIAN', 'INSPECTOR')`,
)
@Check('role_grant_class', `(role = 'CLASS_TEACHER') = (class_id is not null)`)
@Check('role_grant_span', 'until_day is null or from_day is null or until_day >= from_day')
export class RoleGrant {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'role_grant_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => Person, { name: 'role_grant_person' })
  @Column({ name: 'person_id', type: 'uuid' })
  personId!: string
  @Column({ type: 'text' }) role!: string
  @ForeignKey(() => SchoolClass, { name: 'role_grant_class_id' })
  @Column({ name: 'class_id', type: 'uuid', nullable: true })
  classId!: string | null
  @Column({ name: 'from_day', type: 'date', nullable: true }) fromDay!: string | null
  @Column({ name: 'until_day', type: 'date', nullable: true }) untilDay!: string | null
  @Column({ name: 'order_number', type: 'text', nullable: true }) orderNumber!: string | null
  @Column({ name: 'order_date', type: 'date', nullable: true }) orderDate!: string | null
  /** The order by which it ends before its time. */
  @Column({ name: 'end_order_number', type: 'text', nullable: true }) endOrderNumber!: string | null
  @Column({ name: 'end_order_date', type: 'date', nullable: true }) endOrderDate!: string | null
  /** Withdrawn before it had counted for a day. */
  @Column({ type: 'boolean', default: false }) removed!: boolean
}

/** Which person of a school an account of the installation belongs to: one login may have a person in each school. */
@Entity('account_person')
@Unique('account_person_one', ['personId'])
export class AccountPerson {
  @PrimaryColumn({ name: 'account_id', type: 'uuid', primaryKeyConstraintName: 'account_person_pkey' })
  accountId!: string
  @ForeignKey(() => Person, { name: 'account_person_person' })
  @PrimaryColumn({ name: 'person_id', type: 'uuid', primaryKeyConstraintName: 'account_person_pkey' })
  personId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
}
