import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'

@Entity('subject')
@Index('subject_name', ['schoolId', 'name'], { unique: true, where: 'not removed' })
export class Subject {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'subject_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ name: 'short_name', type: 'text', nullable: true }) shortName!: string | null
  @Column({ name: 'without_attestation', type: 'boolean', default: false }) withoutAttestation!: boolean
  @Column({ type: 'boolean', default: false }) removed!: boolean
}

@Entity('room')
@Index('room_name', ['schoolId', 'name'], { unique: true, where: 'not removed' })
export class Room {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'room_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'integer', nullable: true }) capacity!: number | null
  @Column({ type: 'boolean', default: false }) removed!: boolean
}

@Entity('bell_schedule')
@Index('bell_schedule_name', ['schoolId', 'name'], { unique: true, where: 'not removed' })
export class BellSchedule {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'bell_schedule_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'boolean', default: false }) removed!: boolean
}

@Entity('bell')
@Check('bell_span', 'starts_at < ends_at')
export class Bell {
  @ForeignKey(() => BellSchedule, { name: 'bell_schedule_of_bell' })
  @PrimaryColumn({ name: 'bell_schedule_id', type: 'uuid', primaryKeyConstraintName: 'bell_pkey' })
  bellScheduleId!: string
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'bell_pkey' }) number!: number
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'starts_at', type: 'time' }) startsAt!: string
  @Column({ name: 'ends_at', type: 'time' }) endsAt!: string
}
