// What gradebook knows of roster and schedule: written by the consumer alone.
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

@Entity('ref_class')
@Index('ref_class_of_year', ['yearId'])
export class RefClass {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_class_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'year_id', type: 'uuid' }) yearId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'smallint' }) grade!: number
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer' }) version!: number
}

@Entity('ref_group')
export class RefGroup {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_group_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'year_id', type: 'uuid' }) yearId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ name: 'class_ids', type: 'uuid', array: true }) classIds!: string[]
  @Column({ type: 'text', default: 'OTHER' }) kind!: string
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
  @Column({ name: 'is_staff', type: 'boolean' }) isStaff!: boolean
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer' }) version!: number
}

@Entity('ref_membership')
@Index('ref_membership_of_class', ['classId'], { where: 'class_id is not null' })
@Index('ref_membership_of_group', ['groupId'], { where: 'group_id is not null' })
@Index('ref_membership_of_pupil', ['pupilId'])
export class RefMembership {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_membership_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'pupil_id', type: 'uuid' }) pupilId!: string
  @Column({ name: 'class_id', type: 'uuid', nullable: true }) classId!: string | null
  @Column({ name: 'group_id', type: 'uuid', nullable: true }) groupId!: string | null
  @Column({ name: 'from_day', type: 'date' }) fromDay!: string
  @Column({ name: 'until_day', type: 'date', nullable: true }) untilDay!: string | null
  @Column({ type: 'boolean' }) removed!: boolean
  @Column({ type: 'integer' }) version!: number
}

@Entity('ref_period')
@Index('ref_period_of_year', ['yearId'])
export class RefPeriod {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_period_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'year_id', type: 'uuid' }) yearId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'text' }) kind!: string
  @Column({ name: 'starts_on', type: 'date' }) startsOn!: string
  @Column({ name: 'ends_on', type: 'date' }) endsOn!: string
  @Column({ name: 'from_grade', type: 'smallint' }) fromGrade!: number
  @Column({ name: 'to_grade', type: 'smallint' }) toGrade!: number
  @Column({ type: 'integer' }) version!: number
}

@Entity('ref_course')
@Index('ref_course_of_year', ['yearId'])
@Index('ref_course_of_classes', { synchronize: false })
@Index('ref_course_of_group', ['groupId'], { where: 'group_id is not null' })
export class RefCourse {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_course_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'year_id', type: 'uuid' }) yearId!: string
  @Column({ name: 'subject_id', type: 'uuid' }) subjectId!: string
  @Column({ name: 'subject_name', type: 'text' }) subjectName!: string
  @Column({ name: 'without_attestation', type: 'boolean' }) withoutAttestation!: boolean
  @Column({ name: 'class_id', type: 'uuid', nullable: true }) classId!: string | null
  @Column({ name: 'group_id', type: 'uuid', nullable: true }) groupId!: string | null
  @Column({ name: 'class_ids', type: 'uuid', array: true }) classIds!: string[]
  @Column({ type: 'smallint' }) grade!: number
  @Column({ name: 'learners_name', type: 'text' }) learnersName!: string
  @Column({ name: 'teacher_id', type: 'uuid', nullable: true }) teacherId!: string | null
  @Column({ name: 'weekly_hours', type: 'numeric', precision: 5, scale: 2 }) weeklyHours!: string
  @Column({ type: 'boolean', default: false }) removed!: boolean
  @Column({ type: 'integer' }) version!: number
}

@Entity('ref_lesson')
@Index('ref_lesson_of_course', ['courseId', 'day'])
@Index('ref_lesson_of_substitute', ['teacherId', 'courseId'], { where: 'instead_of_id is not null' })
export class RefLesson {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_lesson_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'course_id', type: 'uuid' }) courseId!: string
  @Column({ type: 'date' }) day!: string
  @Column({ type: 'smallint' }) number!: number
  @Column({ name: 'starts_at', type: 'timestamptz' }) startsAt!: Date
  @Column({ name: 'ends_at', type: 'timestamptz' }) endsAt!: Date
  @Column({ name: 'room_name', type: 'text', nullable: true }) roomName!: string | null
  @Column({ name: 'teacher_id', type: 'uuid', nullable: true }) teacherId!: string | null
  @Column({ name: 'instead_of_id', type: 'uuid', nullable: true }) insteadOfId!: string | null
  @Column({ name: 'substitution_reason', type: 'text', nullable: true }) substitutionReason!: string | null
  @Column({ type: 'boolean' }) cancelled!: boolean
  @Column({ name: 'cancel_reason', type: 'text', nullable: true }) cancelReason!: string | null
  @Column({ type: 'boolean' }) removed!: boolean
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
