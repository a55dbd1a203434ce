import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Person } from '../people/person.entity.js'

/** A report of a stolen login (4.3): at most one open for an account. */
@Entity('compromise_report')
@Index('compromise_report_open', ['accountId'], { unique: true, where: 'closed_at is null' })
@Index('compromise_report_of_school', ['schoolId', 'receivedAt'])
export class CompromiseReport {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'compromise_report_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'account_id', type: 'uuid' }) accountId!: string
  @ForeignKey(() => Person, { name: 'compromise_report_person' })
  @Column({ name: 'person_id', type: 'uuid' })
  personId!: string
  @Column({ name: 'received_at', type: 'timestamptz' }) receivedAt!: Date
  @Column({ name: 'suspected_since', type: 'timestamptz', nullable: true }) suspectedSince!: Date | null
  @Column({ type: 'text', nullable: true }) note!: string | null
  @Column({ name: 'reported_by_id', type: 'uuid' }) reportedById!: string
  @Column({ name: 'reported_by_name', type: 'text' }) reportedByName!: string
  @Column({ name: 'due_at', type: 'timestamptz' }) dueAt!: Date
  /** What was ended and stopped at once, one line each, in words. */
  @Column({ type: 'text', array: true }) stopped!: string[]
  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true }) closedAt!: Date | null
  @Column({ type: 'integer', default: 1 }) version!: number
}

/** An act of the stolen login in roster, and what was decided about it (4.4). */
@Entity('compromised_act')
@Check('compromised_act_state', `state in ('SUSPECT', 'VOID', 'CONFIRMED', 'RESTORED')`)
export class CompromisedAct {
  @ForeignKey(() => CompromiseReport, { name: 'compromised_act_report' })
  @PrimaryColumn({ name: 'report_id', type: 'uuid', primaryKeyConstraintName: 'compromised_act_pkey' })
  reportId!: string
  @PrimaryColumn({ name: 'entry_id', type: 'uuid', primaryKeyConstraintName: 'compromised_act_pkey' })
  entryId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'bigint' }) seq!: number
  @Column({ type: 'timestamptz' }) at!: Date
  @Column({ type: 'text' }) act!: string
  @Column({ type: 'text' }) what!: string
  @Column({ type: 'text' }) state!: string
  /** What stayed although the act is void, or why it could not be made void at once. */
  @Column({ type: 'text', nullable: true }) note!: string | null
}
