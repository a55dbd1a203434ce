import { Check, Column, Entity, PrimaryColumn } from 'typeorm'

@Entity('school')
@Check('school_study_days', `study_days <@ '{1,2,3,4,5,6,7}'::smallint[] and cardinality(study_days) > 0`)
export class School {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'school_pkey' }) id!: string
  @Column({ type: 'text' }) name!: string
  @Column({ name: 'short_name', type: 'text' }) shortName!: string
  @Column({ name: 'time_zone', type: 'text' }) timeZone!: string
  @Column({ name: 'study_days', type: 'smallint', array: true }) studyDays!: number[]
  @Column({ type: 'boolean', default: false }) demonstration!: boolean
  /** Roles whose holders must use a second factor. */
  @Column({ name: 'second_factor_roles', type: 'text', array: true, default: () => "'{}'" })
  secondFactorRoles!: string[]
  /** Told of stolen logins (4.3). */
  @Column({ name: 'support_email', type: 'text', nullable: true }) supportEmail!: string | null
  @Column({ type: 'integer', default: 1 }) version!: number
}
