import { applyEvent } from '@zhurnal/kit/consumer'
import { silentLogger } from '@zhurnal/kit/logging'
import {
  asAdministrator,
  newUuid,
  testDatabase,
  testKeys,
  testQueue,
  type TestDatabase,
} from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import type { z } from 'zod'
import type { personalDataRead } from '../events.js'
import { passportOf } from '@zhurnal/roster/testing'
import { startGradebook } from '../src/gradebook.js'
import { migrations } from '../src/migrations/index.js'
import { compromiseHandler } from '../src/compromise/handler.js'
import { handlers } from '../src/reference/handlers.js'
import { mergeHandler } from '../src/reference/merge-people.js'

export type Answer<T> = { data?: T; errors?: { message: string; extensions?: { code?: string } }[] }
export type UserError = { code: string; message: string; field: string[] | null }
/** What a mutation answers; each selects its own fields beside the errors. */
export type Payload = { errors: UserError[] } & Record<string, unknown>

/** An entry of the log, as it lies in the database. */
export type Entry = {
  seq: number
  id: string
  act: string
  subject: string
  leaf: Record<string, unknown>
  raw: string
  hash: Buffer
}
export type Event = { name: string; payload: Record<string, unknown>[] }

const selections: Readonly<Record<string, string>> = {
  describeLesson: 'record { id topic homework version state }',
  recordMark: 'mark { id value version setByName comment } mean weightedMean',
  withdrawMark: 'mark { id value version } mean weightedMean',
  takeAttendance: 'record { id version state attendanceTakenAt } absences { id code minutesLate version }',
  keepLessons: 'kept',
  addWork: 'record { id works { id kind title sign weight } }',
  setPeriodMark: 'periodMark { id value version setByName }',
  setPeriodMarks: 'set',
  closePeriod: 'journal { locked rows { pupilId locked } }',
  setAbsenceReasons: 'set absences { id code reason reasonByName note { id } version }',
  recordAbsenceNote: 'note { id from until code document setByName version } absences',
  withdrawAbsenceNote: 'note { id version }',
  setEditWindow: 'school { id editWindow }',
  decideJournalActs: 'report { id }',
  setMarkRules: 'school { id markRules { rounding homeworkHours fewMarks } }',
  addOutsideWork:
    'record { id outside date workedOn version works { id kind title weight internalMonitoring } }',
  changeWork: 'work { id kind title weight handedInOn checkedOn internalMonitoring version } record { id }',
  cancelWork: 'record { id works { id } } marks',
  restoreWork: 'record { id works { id } } marks',
  setWorkKinds: 'kinds { kind title sign weight written }',
  enterForeignRecord: 'marks absences topics unchanged against',
  withdrawForeignRecord: 'marks absences topics',
  enterForeignMarks: 'marks',
  withdrawPeriodMark: 'periodMark { id value version }',
  setFinalMarks: 'set',
  withdrawFinalMark: 'finalMark { id kind value version }',
  claimWrongMark: 'claim { id markValue explanation answerDueAt late version viewerCanAnswer }',
  withdrawMarkClaim: 'claim { id withdrawn }',
  answerMarkClaim: 'claim { id accepted answer answeredByName late } mark { id value version }',
  unlock: 'unlock { id open until reason personName version } journal { locked unlocks { id } }',
  endUnlock: 'unlock { id open endedAt }',
}

/** All that a mutation of the gradebook could write, and its traces. */
const written = [
  'school_setting',
  'lesson_record',
  'individual_homework',
  'work',
  'mark',
  'absence',
  'decided_act',
  'absence_note',
  'period_mark',
  'page_close',
  'final_mark',
  'unlock',
  'mark_claim',
  'homework_file',
  'work_kind',
  'log_head',
  'log_entry',
  'log_text',
  'outbox',
  'outbox_delivery',
  'request_result',
]

/** When the relay took a delivery is its own business, and no trace of an act. */
const rowsOf = (table: string) => {
  if (table === 'outbox') return `(select * from outbox where ${ofActs})`
  return table === 'outbox_delivery'
    ? `(select d.event_id, d.consumer from outbox_delivery d join outbox on outbox.id = d.event_id where ${ofActs})`
    : table
}
/** What is told of a reading is no trace of an act either. */
const ofActs = `name <> 'gradebook.personal-data-read.v1'`

/** What services that run together in one test share. */
export type Together = {
  readonly queue?: { readonly url: string; drop(): Promise<void> }
  /** Addresses of the services that own its facts. */
  readonly owners?: { roster: string; schedule: string }
  /** The database of one that was stopped: it goes on. */
  readonly database?: TestDatabase
}
/** A port where nobody listens: facts come by `tell`, and no acknowledgement goes out. */
const nobody = 'http://127.0.0.1:9'

/** Gradebook in this process, on a database of its own, with a clock that the test sets. Facts come by `tell`. */
export async function startTestGradebook(together: Together = {}) {
  const [database, queue] = await Promise.all([
    together.database ?? testDatabase('gradebook', migrations),
    together.queue ?? testQueue(),
  ])
  let now = new Date('2026-11-24T06:07:00Z')
  const gradebook = await startGradebook({
    urls: database.urls,
    queuePlace: { postgresUrl: queue.url, redisUrl: undefined },
    listen: { port: 0, host: '127.0.0.1' },
    passportPublicKey: testKeys.publicKey,
    logSigningKey: testKeys.privateKey,
    internalToken: testKeys.internalToken,
    owners: together.owners ?? { roster: nobody, schedule: nobody },
    demo: false,
    clock: () => now,
    log: silentLogger,
  })
  const byName = new Map(
    [...handlers, mergeHandler(silentLogger), compromiseHandler(() => now)].map((handler) => [
      handler.kind.name,
      handler,
    ]),
  )
  const post = (body: unknown, headers: Record<string, string>) =>
    fetch(`${gradebook.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const as = async <T>(viewer: Viewer, query: string, variables: object = {}): Promise<Answer<T>> => {
    const answer = await post({ query, variables }, { authorization: `Bearer ${await passportOf(viewer)}` })
    return (await answer.json()) as Answer<T>
  }
  const admin = <T extends object>(text: string, values: unknown[] = []) =>
    asAdministrator<T & Record<string, unknown>>(database.name, text, values)
  return {
    gradebook,
    database,
    post,
    as,
    admin,
    setClock: (at: string) => {
      now = new Date(at)
    },
    tell: (name: string, schoolId: string, rows: object[]) =>
      applyEvent(gradebook.base.system, byName, {
        id: newUuid(),
        name,
        schoolId,
        rows: rows.map((row) => ({ version: 1, ...row })),
      }),
    /** The answer to one mutation; what is thrown and masked throws here. */
    run: async (viewer: Viewer, name: string, input: object): Promise<Payload> => {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
      const query = `mutation($input: ${type}!) { ${name}(input: $input) { ${selections[name]} errors { code message field } } }`
      const answer = await as<Record<string, Payload>>(viewer, query, { input })
      const payload = answer.data?.[name]
      if (answer.errors || !payload) throw new Error(JSON.stringify(answer.errors))
      return payload
    },
    /** Entities by reference, as the gateway asks for them. */
    entities: async (
      viewer: Viewer,
      typename: string,
      ids: readonly string[],
      selection: string,
    ): Promise<unknown[]> => {
      const answer = await as<{ _entities: unknown[] }>(
        viewer,
        `query($r: [_Any!]!) { _entities(representations: $r) { ... on ${typename} { ${selection} } } }`,
        {
          r: ids.map((id) => ({ __typename: typename, id })),
        },
      )
      if (answer.errors || !answer.data) throw new Error(JSON.stringify(answer.errors))
      return answer.data._entities
    },
    log: async (schoolId: string): Promise<Entry[]> => {
      const rows = await admin<{
        seq: number
        id: string
        act: string
        subject: string
        leaf: string
        leaf_hash: Buffer
      }>('select seq, id, act, subject, leaf, leaf_hash from log_entry where school_id = $1 order by seq', [
        schoolId,
      ])
      return rows.map(({ leaf, leaf_hash, ...row }) => ({
        ...row,
        seq: Number(row.seq),
        raw: leaf,
        hash: leaf_hash,
        leaf: JSON.parse(leaf) as Record<string, unknown>,
      }))
    },
    events: () => admin<Event>(`select name, payload from outbox where ${ofActs} order by position`),
    /** Statements that an act takes, without those that tell of a reading once the answer has gone. */
    statementsOf: async (act: () => Promise<unknown>): Promise<number> => {
      await gradebook.readingsWritten()
      const { db } = gradebook.base
      const counter = (db.counter = { count: 0, statements: [] as string[] })
      await act()
      await gradebook.readingsWritten()
      db.counter = undefined
      return counter.statements.filter((text) => !/insert into outbox/.test(text)).length
    },
    /** What is told of readings, oldest first. */
    readings: async () => {
      await gradebook.readingsWritten()
      const told = await admin<{ row: z.output<typeof personalDataRead.row> }>(
        `select payload -> 0 as row from outbox where not (${ofActs}) order by position`,
      )
      return told.map(({ row }) => row)
    },
    /** A digest of every table that a mutation could write: equal means that nothing was written. */
    footprint: async (): Promise<string> => {
      const parts = written.map(
        (table) =>
          `select '${table}' as name, md5(string_agg(t::text, chr(10) order by t::text)) as digest from ${rowsOf(table)} t`,
      )
      return JSON.stringify(await admin(parts.join(' union all ')))
    },
    stop: async () => {
      await gradebook.stop()
      await Promise.all([database.drop(), ...(together.queue ? [] : [queue.drop()])])
    },
  }
}

export type TestGradebook = Awaited<ReturnType<typeof startTestGradebook>>
export const codes = (payload: Payload): string[] => payload.errors.map((error) => error.code)
