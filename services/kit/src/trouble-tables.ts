// Tables of the kit for what went wrong: the same in every service's database.
import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { migration, protect } from './migrate.js'
import { roleNames } from './provision.js'

/** An event that was refused again and again, or a job that did not end: kept with its reason until it is dealt with. */
@Entity('dead_letter')
@Index('dead_letter_at', ['at'])
export class DeadLetterRow {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'dead_letter_pkey' }) id!: string
  @Column({ type: 'text' }) kind!: string
  @Column({ type: 'text' }) name!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ type: 'jsonb', nullable: true }) payload!: unknown
  @Column({ type: 'text' }) reason!: string
  @Column({ type: 'integer' }) attempts!: number
  @Column({ type: 'timestamptz', default: () => 'now()' }) at!: Date
}

/** A comparison of kept facts with their owners'. `night` is the day that it was due on; null: asked for by a person. */
@Entity('comparison')
@Index('comparison_night', ['night'], { unique: true, where: 'night is not null' })
export class ComparisonRow {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'comparison_pkey' }) id!: string
  @Column({ type: 'date', nullable: true }) night!: string | null
  @Column({ name: 'started_at', type: 'timestamptz', default: () => 'now()' }) startedAt!: Date
  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true }) finishedAt!: Date | null
  @Column({ type: 'integer', default: 0 }) looked!: number
  @Column({ type: 'jsonb', default: () => "'[]'" }) findings!: unknown
}

export const troubleEntities = [DeadLetterRow, ComparisonRow]

/** Serves: what is dead, oldest first; whether a night's comparison has been begun, by one of several processes. */
export const troubleMigration = (service: string) => {
  const { system } = roleNames(service)
  return migration(
    'Trouble1795410000001',
    `
    create table dead_letter (
      id uuid constraint dead_letter_pkey primary key,
      kind text not null,
      name text not null,
      school_id uuid not null,
      payload jsonb,
      reason text not null,
      attempts integer not null,
      at timestamptz not null default now());
    create index dead_letter_at on dead_letter (at);
    create table comparison (
      id uuid constraint comparison_pkey primary key,
      night date,
      started_at timestamptz not null default now(),
      finished_at timestamptz,
      looked integer not null default 0,
      findings jsonb not null default '[]');
    create unique index comparison_night on comparison (night) where night is not null;
    ${protect(service, 'dead_letter', { app: '', system: 'select, insert, update, delete' })}
    grant select, insert, update, delete on comparison to ${system};
    `,
  )
}
