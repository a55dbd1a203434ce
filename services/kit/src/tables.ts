// The kit's own tables, the same in every service's database.
import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { migration, protect } from './migrate.js'
import { roleNames } from './provision.js'

@Entity('outbox')
@Index('outbox_school', ['schoolId', 'position'])
export class OutboxRow {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'outbox_pkey' }) id!: string
  @Column({ type: 'bigint', generated: 'increment' }) position!: number
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ type: 'jsonb' }) payload!: unknown
  @Column({ type: 'timestamptz' }) at!: Date
}

@Entity('outbox_delivery')
@Index('outbox_delivery_open', ['position'], { where: 'acked_at is null' })
export class OutboxDeliveryRow {
  @PrimaryColumn({ name: 'event_id', type: 'uuid', primaryKeyConstraintName: 'outbox_delivery_pkey' })
  eventId!: string
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'outbox_delivery_pkey' }) consumer!: string
  @Column({ type: 'bigint' }) position!: number
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'queued_at', type: 'timestamptz', nullable: true }) queuedAt!: Date | null
  @Column({ name: 'acked_at', type: 'timestamptz', nullable: true }) ackedAt!: Date | null
}

@Entity('inbox')
export class InboxRow {
  @PrimaryColumn({ name: 'event_id', type: 'uuid', primaryKeyConstraintName: 'inbox_pkey' }) eventId!: string
  @Column({ type: 'text' }) name!: string
  @Column({ name: 'applied_at', type: 'timestamptz', default: () => 'now()' }) appliedAt!: Date
}

@Entity('request_result')
@Index('request_result_at', ['at'])
export class RequestResultRow {
  @PrimaryColumn({ name: 'account_id', type: 'uuid', primaryKeyConstraintName: 'request_result_pkey' })
  accountId!: string
  @PrimaryColumn({ name: 'request_id', type: 'text', primaryKeyConstraintName: 'request_result_pkey' })
  requestId!: string
  @Column({ type: 'text' }) mutation!: string
  @Column({ type: 'text' }) digest!: string
  @Column({ type: 'jsonb', nullable: true }) answer!: unknown
  @Column({ type: 'timestamptz', default: () => 'now()' }) at!: Date
}

@Entity('log_head')
export class LogHeadRow {
  @PrimaryColumn({ name: 'school_id', type: 'uuid', primaryKeyConstraintName: 'log_head_pkey' })
  schoolId!: string
  @Column({ type: 'bigint' }) size!: number
  @Column({ name: 'last_at', type: 'timestamptz' }) lastAt!: Date
}

@Entity('log_entry')
@Index('log_entry_id', ['id'], { unique: true })
@Index('log_entry_at', ['schoolId', 'at'])
@Index('log_entry_scope', ['schoolId', 'scopeId', 'seq'])
@Index('log_entry_subject', ['subject'])
export class LogEntryRow {
  @PrimaryColumn({ name: 'school_id', type: 'uuid', primaryKeyConstraintName: 'log_entry_pkey' })
  schoolId!: string
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'log_entry_pkey' }) seq!: number
  @Column({ type: 'uuid' }) id!: string
  @Column({ type: 'timestamptz' }) at!: Date
  @Column({ type: 'text' }) act!: string
  @Column({ type: 'text' }) subject!: string
  @Column({ name: 'scope_id', type: 'uuid', nullable: true }) scopeId!: string | null
  @Column({ name: 'about_id', type: 'uuid', nullable: true }) aboutId!: string | null
  @Column({ name: 'by_id', type: 'uuid' }) byId!: string
  @Column({ type: 'text' }) leaf!: string
  @Column({ name: 'leaf_hash', type: 'bytea' }) leafHash!: Buffer
}

@Entity('log_text')
export class LogTextRow {
  @PrimaryColumn({ name: 'entry_id', type: 'uuid', primaryKeyConstraintName: 'log_text_pkey' })
  entryId!: string
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'log_text_pkey' }) name!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'bytea' }) salt!: Buffer
  @Column({ type: 'text' }) text!: string
}

@Entity('log_tree')
export class LogTreeRow {
  @PrimaryColumn({ name: 'school_id', type: 'uuid', primaryKeyConstraintName: 'log_tree_pkey' })
  schoolId!: string
  @Column({ type: 'bigint' }) size!: number
}

@Entity('log_node')
export class LogNodeRow {
  @PrimaryColumn({ name: 'school_id', type: 'uuid', primaryKeyConstraintName: 'log_node_pkey' })
  schoolId!: string
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'log_node_pkey' }) level!: number
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'log_node_pkey' }) index!: number
  @Column({ type: 'bytea' }) hash!: Buffer
}

@Entity('log_checkpoint')
export class LogCheckpointRow {
  @PrimaryColumn({ name: 'school_id', type: 'uuid', primaryKeyConstraintName: 'log_checkpoint_pkey' })
  schoolId!: string
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'log_checkpoint_pkey' }) size!: number
  @Column({ type: 'bytea' }) root!: Buffer
  @Column({ type: 'text' }) note!: string
  @Column({ type: 'timestamptz' }) at!: Date
}

export const outboxEntities = [OutboxRow, OutboxDeliveryRow, InboxRow, RequestResultRow]
export const logEntities = [LogHeadRow, LogEntryRow, LogTextRow, LogTreeRow, LogNodeRow, LogCheckpointRow]

/**
 * Serves: the relay (open deliveries by position), replay and comparison (by school), a repeat of a request by its id.
 */
export const outboxMigration = (service: string) => {
  const { app, system } = roleNames(service)
  return migration(
    'Outbox1795392000001',
    `
    create table outbox (
      id uuid constraint outbox_pkey primary key,
      position bigserial not null,
      school_id uuid not null,
      name text not null,
      payload jsonb not null,
      at timestamptz not null);
    create index outbox_school on outbox (school_id, position);
    create table outbox_delivery (
      event_id uuid not null,
      consumer text not null,
      position bigint not null,
      school_id uuid not null,
      queued_at timestamptz,
      acked_at timestamptz,
      constraint outbox_delivery_pkey primary key (event_id, consumer));
    create index outbox_delivery_open on outbox_delivery (position) where acked_at is null;
    create table inbox (
      event_id uuid constraint inbox_pkey primary key,
      name text not null,
      applied_at timestamptz not null default now());
    create table request_result (
      account_id uuid not null,
      request_id text not null,
      mutation text not null,
      digest text not null,
      answer jsonb,
      at timestamptz not null default now(),
      constraint request_result_pkey primary key (account_id, request_id));
    create index request_result_at on request_result (at);
    ${protect(service, 'outbox', { app: 'insert, select', system: 'select, insert, delete' })}
    ${protect(service, 'outbox_delivery', { app: 'insert', system: 'select, insert, update, delete' })}
    grant usage on sequence outbox_position_seq to ${app}, ${system};
    grant select, insert, delete on inbox to ${system};
    alter table request_result enable row level security;
    alter table request_result force row level security;
    create policy request_result_app on request_result to ${app}
      using (account_id = nullif(current_setting('app.account', true), '')::uuid)
      with check (account_id = nullif(current_setting('app.account', true), '')::uuid);
    create policy request_result_system on request_result to ${system} using (true);
    grant select, insert, update on request_result to ${app};
    grant select, delete on request_result to ${system};
    `,
  )
}

/**
 * The append-only log (design §4). No role may change or remove an entry: rights refuse, and a trigger refuses its
 * owner too. Who can switch triggers off is found out by the checkpoints.
 * Serves: entries of a school in order; a page as of a position (scope, seq); history of one subject; by instant.
 */
export const logMigration = (service: string) => {
  const app = 'select, insert'
  return migration(
    'Log1795392000002',
    `
    create table log_head (school_id uuid constraint log_head_pkey primary key, size bigint not null, last_at timestamptz not null);
    create table log_entry (
      school_id uuid not null,
      seq bigint not null,
      id uuid not null,
      at timestamptz not null,
      act text not null,
      subject text not null,
      scope_id uuid,
      about_id uuid,
      by_id uuid not null,
      leaf text not null,
      leaf_hash bytea not null,
      constraint log_entry_pkey primary key (school_id, seq));
    create unique index log_entry_id on log_entry (id);
    create index log_entry_at on log_entry (school_id, at);
    create index log_entry_scope on log_entry (school_id, scope_id, seq);
    create index log_entry_subject on log_entry (subject);
    create table log_text (
      entry_id uuid not null, name text not null, school_id uuid not null, salt bytea not null, text text not null,
      constraint log_text_pkey primary key (entry_id, name));
    create table log_tree (school_id uuid constraint log_tree_pkey primary key, size bigint not null);
    create table log_node (
      school_id uuid not null, level smallint not null, index bigint not null, hash bytea not null,
      constraint log_node_pkey primary key (school_id, level, index));
    create table log_checkpoint (
      school_id uuid not null, size bigint not null, root bytea not null, note text not null, at timestamptz not null,
      constraint log_checkpoint_pkey primary key (school_id, size));
    ${protect(service, 'log_head', { app: 'select, insert, update', system: 'select' })}
    ${protect(service, 'log_entry', { app, system: 'select' })}
    ${protect(service, 'log_text', { app: 'select, insert, delete', system: 'select' })}
    ${protect(service, 'log_tree', { app: 'select, insert, update', system: 'select' })}
    ${protect(service, 'log_node', { app, system: 'select' })}
    ${protect(service, 'log_checkpoint', { app, system: 'select' })}
    create function log_entry_stands() returns trigger language plpgsql as $$
      begin raise exception 'a log entry is never changed or removed' using errcode = 'ZH001'; end $$;
    create trigger log_entry_row before update or delete on log_entry for each row execute function log_entry_stands();
    create trigger log_entry_all before truncate on log_entry for each statement execute function log_entry_stands();
    `,
  )
}
