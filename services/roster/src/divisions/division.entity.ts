import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { SchoolClass } from '../classes/class.entity.js'
import { AcademicYear } from '../years/year.entity.js'

/** How classes are divided for a subject. Groups stand once it does; a proposal is kept as it was made. */
@Entity('division')
@Index('division_of_year', ['yearId'])
@Check('division_kind', `kind in ('DIVISION', 'PARALLEL', 'SPECIALIST', 'OTHER')`)
@Check('division_state', `state in ('STANDING', 'PROPOSED', 'REFUSED')`)
@Check('division_has_name', `name <> ''`)
export class Division {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'division_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => AcademicYear, { name: 'division_year' })
  @Column({ name: 'year_id', type: 'uuid' })
  yearId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'text' }) kind!: string
  @Column({ type: 'text' }) state!: string
  @Column({ type: 'boolean' }) everybody!: boolean
  @Column({ name: 'from_day', type: 'date' }) fromDay!: string
  @Column({ name: 'proposed_by', type: 'uuid', nullable: true }) proposedBy!: string | null
  @Column({ name: 'proposed_by_name', type: 'text', nullable: true }) proposedByName!: string | null
  /** Groups with their pupils' ids while it does not stand. */
  @Column({ type: 'jsonb', nullable: true }) proposal!: unknown
  @Column({ type: 'integer', default: 1 }) version!: number
}

@Entity('division_class')
@Index('division_class_of_class', ['classId'])
export class DivisionClass {
  @ForeignKey(() => Division, { name: 'division_class_division' })
  @PrimaryColumn({ name: 'division_id', type: 'uuid', primaryKeyConstraintName: 'division_class_pkey' })
  divisionId!: string
  @ForeignKey(() => SchoolClass, { name: 'division_class_class' })
  @PrimaryColumn({ name: 'class_id', type: 'uuid', primaryKeyConstraintName: 'division_class_pkey' })
  classId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
}
