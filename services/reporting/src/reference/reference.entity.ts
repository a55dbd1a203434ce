// What reporting knows of roster: written by the consumer alone.
import { Column, Entity, PrimaryColumn } from 'typeorm'

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
