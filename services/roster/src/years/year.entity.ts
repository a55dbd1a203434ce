import { Check, Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { School } from '../schools/school.entity.js'

@Entity('academic_year')
@Check('academic_year_span', 'starts_on < ends_on')
@Exclusion(
  'academic_year_overlap',
  `using gist (school_id with =, daterange(starts_on, ends_on, '[]') with &&)`,
)
export class AcademicYear {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'academic_year_pkey' }) id!: string
  @ForeignKey(() => School, { name: 'academic_year_school' })
  @Column({ name: 'school_id', type: 'uuid' })
  schoolId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ name: 'starts_on', type: 'date' }) startsOn!: string
  @Column({ name: 'ends_on', type: 'date' }) endsOn!: string
  @Column({ type: 'integer', default: 1 }) version!: number
}

@Entity('reporting_period')
@Index('reporting_period_of_year', ['yearId', 'startsOn'])
@Check('reporting_period_kind', `kind in ('QUARTER', 'TRIMESTER', 'HALF_YEAR', 'YEAR')`)
@Check('reporting_period_span', 'starts_on < ends_on')
@Check('reporting_period_grades', 'from_grade between 1 and to_grade')
@Exclusion(
  'reporting_period_overlap',
  `using gist (year_id with =, kind with =, int4range(from_grade, to_grade, '[]') with &&, daterange(starts_on, ends_on, '[]') with &&)`,
)
export class ReportingPeriod {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'reporting_period_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @ForeignKey(() => AcademicYear, { name: 'reporting_period_year' })
  @Column({ name: 'year_id', type: 'uuid' })
  yearId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'text' }) kind!: string
  @Column({ name: 'starts_on', type: 'date' }) startsOn!: string
  @Column({ name: 'ends_on', type: 'date' }) endsOn!: string
  @Column({ name: 'from_grade', type: 'smallint' }) fromGrade!: number
  @Column({ name: 'to_grade', type: 'smallint' }) toGrade!: number
  @Column({ type: 'integer', default: 1 }) version!: number
}

@Entity('calendar_day')
@Check('calendar_day_kind', `kind in ('HOLIDAY', 'DAY_OFF', 'MOVED', 'QUARANTINE')`)
@Check('calendar_day_moved', `(kind = 'MOVED') = (as_weekday is not null)`)
@Check('calendar_day_weekday', 'as_weekday between 1 and 7')
export class CalendarDay {
  @ForeignKey(() => AcademicYear, { name: 'calendar_day_year' })
  @PrimaryColumn({ name: 'year_id', type: 'uuid', primaryKeyConstraintName: 'calendar_day_pkey' })
  yearId!: string
  @PrimaryColumn({ type: 'date', primaryKeyConstraintName: 'calendar_day_pkey' }) day!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) kind!: string
  @Column({ type: 'text', nullable: true }) title!: string | null
  @Column({ name: 'as_weekday', type: 'smallint', nullable: true }) asWeekday!: number | null
}
