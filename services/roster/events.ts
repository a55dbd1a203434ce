// What roster tells the other services: who is asking (the passport's claims) and facts as they change.
import { defineEvent } from '@zhurnal/kit/outbox'
import { z } from 'zod'

export const roleSchema = z.enum([
  'COORDINATOR',
  'JOURNAL_ADMIN',
  'DIRECTOR',
  'DEPUTY',
  'CLASS_TEACHER',
  'TEACHER',
  'SPECIALIST',
  'CLERK',
  'PUPIL',
  'GUARDIAN',
  'INSPECTOR',
])
export type Role = z.infer<typeof roleSchema>
export { hasRight, rights, type Right } from './rights.js'

/** What the viewer is at one school. */
export const schoolViewerSchema = z.object({
  id: z.uuid(),
  person: z.uuid(),
  /** Full name as it stands now: the log keeps it as it stood. */
  name: z.string(),
  roles: z.array(roleSchema),
  /** Classes of a class teacher. */
  classes: z.array(z.uuid()),
  /** A pupil's own id, or a guardian's children. */
  pupils: z.array(z.uuid()),
})
export type SchoolViewer = z.infer<typeof schoolViewerSchema>

/** Claims of a passport (design §3). */
export const viewerSchema = z.object({
  account: z.uuid(),
  username: z.string().nullable(),
  session: z.string().nullable(),
  schools: z.array(schoolViewerSchema),
  /** True until the first password is changed: the gateway lets such a viewer do nothing else. */
  mustChangePassword: z.boolean(),
  /** True while a second factor is asked of a role and none is set up: such a viewer belongs to no school yet. */
  mustSetUpSecondFactor: z.boolean().optional(),
  /** True while the desk is locked: such a viewer belongs to no school until it is opened (A6.6). */
  deskLocked: z.boolean().optional(),
  /** True of a program's token, which does nothing to its owner's login. */
  program: z.boolean().optional(),
  /** The installation itself: makes schools and fills them. No person holds it. */
  operator: z.boolean(),
  /** The instant at which a demonstration school is filled; honoured only where ZHURNAL_DEMO is 1. */
  clock: z.string().optional(),
})
export type Viewer = z.infer<typeof viewerSchema>

const everywhere = ['schedule', 'gradebook', 'reporting'] as const
const base = { id: z.uuid(), version: z.number().int() }
/** True once the owner has taken it out. An older message that does not say so means that it is there. */
const removed = z.boolean().default(false)

export const schoolChanged = defineEvent({
  name: 'roster.school-changed.v1',
  row: z.object({
    ...base,
    name: z.string(),
    short_name: z.string(),
    time_zone: z.string(),
    study_days: z.array(z.number().int()),
  }),
  consumers: everywhere,
})

/** A year with its whole calendar: days that differ from the week's rule. */
export const yearChanged = defineEvent({
  name: 'roster.year-changed.v1',
  row: z.object({
    ...base,
    name: z.string(),
    starts_on: z.string(),
    ends_on: z.string(),
    calendar: z.array(
      z.object({
        date: z.string(),
        kind: z.string(),
        title: z.string().nullable(),
        as_weekday: z.number().int().nullable(),
      }),
    ),
  }),
  consumers: everywhere,
})

export const periodChanged = defineEvent({
  name: 'roster.period-changed.v1',
  row: z.object({
    ...base,
    year_id: z.uuid(),
    name: z.string(),
    kind: z.string(),
    starts_on: z.string(),
    ends_on: z.string(),
    from_grade: z.number().int(),
    to_grade: z.number().int(),
  }),
  consumers: ['gradebook', 'reporting'],
})

export const classChanged = defineEvent({
  name: 'roster.class-changed.v1',
  row: z.object({ ...base, year_id: z.uuid(), name: z.string(), grade: z.number().int(), removed }),
  consumers: everywhere,
})

/** A group with the classes that its pupils come from. */
export const groupChanged = defineEvent({
  name: 'roster.group-changed.v1',
  row: z.object({
    ...base,
    year_id: z.uuid(),
    name: z.string(),
    class_ids: z.array(z.uuid()),
    /** Of an older message, which does not say it, OTHER. Groups of the kind SPECIALIST are not the inspector's to see. */
    kind: z.enum(['DIVISION', 'PARALLEL', 'SPECIALIST', 'OTHER']).default('OTHER'),
    removed,
  }),
  consumers: ['schedule', 'gradebook'],
})

export const personChanged = defineEvent({
  name: 'roster.person-changed.v1',
  row: z.object({
    ...base,
    last_name: z.string(),
    first_name: z.string(),
    patronymic: z.string().nullable(),
    is_pupil: z.boolean(),
    is_staff: z.boolean(),
    removed,
    /** True once what the law does not require to keep was erased (152-ФЗ). */
    erased: z.boolean().default(false),
  }),
  consumers: ['schedule', 'gradebook', 'reporting'],
})

/** Two entries of one human being are one: `id` leads to `kept_id`, always in one step. */
export const personMerged = defineEvent({
  name: 'roster.person-merged.v1',
  row: z.object({ ...base, kept_id: z.uuid() }),
  consumers: everywhere,
})

/** Who belonged to a class or a group, from when until when (the last day; null: still). */
export const membershipChanged = defineEvent({
  name: 'roster.membership-changed.v1',
  row: z.object({
    ...base,
    pupil_id: z.uuid(),
    class_id: z.uuid().nullable(),
    group_id: z.uuid().nullable(),
    from_day: z.string(),
    until_day: z.string().nullable(),
    removed: z.boolean(),
  }),
  consumers: ['schedule', 'gradebook', 'reporting'],
})

/**
 * A login is reported as stolen (4.3): its acts since `received_at` are void, those since `suspected_since` are to be
 * decided one by one (4.4). Told once, not replayed: a notice is an act, not a state.
 */
export const accountCompromised = defineEvent({
  name: 'roster.account-compromised.v1',
  row: z.object({
    ...base,
    account_id: z.uuid(),
    person_id: z.uuid(),
    received_at: z.string(),
    suspected_since: z.string().nullable(),
    reported_by: z.uuid(),
    reported_by_account: z.uuid(),
    /** Whose login it is decides who may decide. An older message that does not say so means that it is nobody's of these. */
    of_coordinator: z.boolean().default(false),
  }),
  consumers: ['schedule', 'gradebook', 'reporting'],
})
