// Tables of what is decided about acts of a stolen login, the same in every service that keeps a log of its own.
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { migration, protect } from './migrate.js'
import { roleNames } from './provision.js'

/** A report of a stolen login, as its owner tells it: once, never again. */
@Entity('ref_compromise')
export class RefCompromise {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_compromise_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'account_id', type: 'uuid' }) accountId!: string
  @Column({ name: 'person_id', type: 'uuid' }) personId!: string
  @Column({ name: 'received_at', type: 'timestamptz' }) receivedAt!: Date
  @Column({ name: 'suspected_since', type: 'timestamptz', nullable: true }) suspectedSince!: Date | null
  @Column({ name: 'reported_by', type: 'uuid' }) reportedBy!: string
  @Column({ name: 'reported_by_account', type: 'uuid' }) reportedByAccount!: string
  /** Whose login it is decides who may decide. */
  @Column({ name: 'of_coordinator', type: 'boolean' }) ofCoordinator!: boolean
  @Column({ type: 'integer' }) version!: number
}

/** What was decided about one entry of the log. An entry without a row is undecided. */
@Entity('decided_act')
@Index('decided_act_of_report', ['reportId', 'seq'])
@Check('decided_act_state', `state in ('SUSPECT', 'VOID', 'CONFIRMED', 'RESTORED')`)
export class DecidedAct {
  @PrimaryColumn({ name: 'entry_id', type: 'uuid', primaryKeyConstraintName: 'decided_act_pkey' })
  entryId!: string
  /** The report under which it was decided last. */
  @Column({ name: 'report_id', type: 'uuid' }) reportId!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'bigint' }) seq!: number
  @Column({ type: 'text' }) state!: string
  /** What stayed because others have changed it since, or why it could not be undone at once, in words. */
  @Column({ type: 'text', nullable: true }) note!: string | null
  @Column({ name: 'decided_at', type: 'timestamptz' }) decidedAt!: Date
  @Column({ name: 'decided_by_name', type: 'text' }) decidedByName!: string
}

export const actEntities = [RefCompromise, DecidedAct]

/**
 * Serves: an entry's decision (lists of acts, history of a cell), decisions of a report. The consumer voids what was
 * written after the notice, so the system role appends to the log.
 */
export const actMigration = (service: string, name: string) => {
  const { system } = roleNames(service)
  return migration(
    name,
    `
    create table ref_compromise (
      id uuid constraint ref_compromise_pkey primary key,
      school_id uuid not null,
      account_id uuid not null,
      person_id uuid not null,
      received_at timestamptz not null,
      suspected_since timestamptz,
      reported_by uuid not null,
      reported_by_account uuid not null,
      of_coordinator boolean not null,
      version integer not null);
    create table decided_act (
      entry_id uuid constraint decided_act_pkey primary key,
      report_id uuid not null,
      school_id uuid not null,
      seq bigint not null,
      state text not null,
      note text,
      decided_at timestamptz not null,
      decided_by_name text not null,
      constraint decided_act_state check (state in ('SUSPECT', 'VOID', 'CONFIRMED', 'RESTORED')));
    create index decided_act_of_report on decided_act (report_id, seq);
    ${protect(service, 'ref_compromise', { app: 'select', system: 'select, insert, update, delete' })}
    ${protect(service, 'decided_act', { app: 'select, insert, update', system: 'select, insert, update' })}
    grant insert, update on log_head to ${system};
    grant insert on log_entry, log_text to ${system};
    `,
  )
}
