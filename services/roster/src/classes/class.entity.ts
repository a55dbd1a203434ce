import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Division } from '../divisions/division.entity.js'
import { AcademicYear } from '../years/year.entity.js'

@Entity('school_class')
@Index('school_class_name', ['yearId', 'name'], { unique: true, where: 'not removed' })
@Check('school_class_grade', 'grade between 1 and 11')
export class SchoolClass {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'school_class_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => AcademicYear, { name: 'school_class_year' })
  @Column({ name: 'year_id', type: 'uuid' })
  yearId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'smallint' }) grade!: number
  @Column({ type: 'text', nullable: true }) letter!: string | null
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer', default: 1 }) version!: number
}

@Entity('study_group')
@Index('study_group_of_year', ['yearId'])
@Index('study_group_of_division', ['divisionId'], { where: 'division_id is not null' })
@Check('study_group_kind', `kind in ('DIVISION', 'PARALLEL', 'SPECIALIST', 'OTHER')`)
export class StudyGroup {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'study_group_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => AcademicYear, { name: 'study_group_year' })
  @Column({ name: 'year_id', type: 'uuid' })
  yearId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'text', default: 'OTHER' }) kind!: string
  @ForeignKey(() => Division, { name: 'study_group_division' })
  @Column({ name: 'division_id', type: 'uuid', nullable: true })
  divisionId!: string | null
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer', default: 1 }) version!: number
}

@Entity('study_group_class')
@Index('study_group_class_of_class', ['classId'])
export class StudyGroupClass {
  @ForeignKey(() => StudyGroup, { name: 'study_group_class_group' })
  @PrimaryColumn({ name: 'group_id', type: 'uuid', primaryKeyConstraintName: 'study_group_class_pkey' })
  groupId!: string
  @ForeignKey(() => SchoolClass, { name: 'study_group_class_class' })
  @PrimaryColumn({ name: 'class_id', type: 'uuid', primaryKeyConstraintName: 'study_group_class_pkey' })
  classId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
}
