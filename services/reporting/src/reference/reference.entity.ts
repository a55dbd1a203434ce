// What reporting knows of roster: written by the consumer alone.
import { Column, Entity, Index, PrimaryColumn } from 'typeorm'

@Entity('ref_school')
export class RefSchool {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_school_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ name: 'short_name', type: 'text' }) shortName!: string
  @Column({ name: 'time_zone', type: 'text' }) timeZone!: string
  @Column({ type: 'integer' }) version!: number
}

@Entity('ref_year')
export class RefYear {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_year_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ name: 'starts_on', type: 'date' }) startsOn!: string
  @Column({ name: 'ends_on', type: 'date' }) endsOn!: string
  @Column({ type: 'integer' }) version!: number
}

@Entity('ref_period')
export class RefPeriod {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_period_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'year_id', type: 'uuid' }) yearId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'text' }) kind!: string
  @Column({ name: 'starts_on', type: 'date' }) startsOn!: string
  @Column({ name: 'ends_on', type: 'date' }) endsOn!: string
  @Column({ type: 'integer' }) version!: number
}

@Entity('ref_class')
export class RefClass {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_class_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'year_id', type: 'uuid' }) yearId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'smallint' }) grade!: number
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer' }) version!: number
}

@Entity('ref_person')
export class RefPerson {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_person_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'last_name', type: 'text' }) lastName!: string
  @Column({ name: 'first_name', type: 'text' }) firstName!: string
  @Column({ type: 'text', nullable: true }) patronymic!: string | null
  @Column({ name: 'is_pupil', type: 'boolean' }) isPupil!: boolean
  @Column({ type: 'boolean', default: false }) removed!: boolean
  /** What the law does not require to keep is gone: a portfolio too. */
  @Column({ type: 'boolean', default: false }) erased!: boolean
  @Column({ type: 'integer' }) version!: number
}

@Entity('ref_membership')
@Index('ref_membership_of_pupil', ['pupilId'])
export class RefMembership {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_membership_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'pupil_id', type: 'uuid' }) pupilId!: string
  @Column({ name: 'class_id', type: 'uuid', nullable: true }) classId!: string | null
  @Column({ name: 'group_id', type: 'uuid', nullable: true }) groupId!: string | null
  @Column({ name: 'from_day', type: 'date' }) fromDay!: string
  @Column({ name: 'until_day', type: 'date', nullable: true }) untilDay!: string | null
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer' }) version!: number
}

/** Two entries of one human being: `id` leads to `keptId`, in one step. */
@Entity('ref_merge')
export class RefMerge {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_merge_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'kept_id', type: 'uuid' }) keptId!: string
  @Column({ type: 'integer' }) version!: number
}
