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
  @Column({ type: 'integer', default: 1 }) version!: number
}
