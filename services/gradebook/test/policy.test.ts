// Role x relation x entity: who sees what, by the root field and by reference. What the schema has and this table
// lacks fails the suite.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { passportOf, viewerOf } from '@zhurnal/roster/testing'
import { Kind, parse, type ObjectTypeDefinitionNode } from 'graphql'
import { startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let viewers: Record<Who, Viewer>
const made = {
  own: '',
  substituted: '',
  mark: '',
  otherMark: '',
  entry: '',
  groupMark: '',
  groupOwnMark: '',
  report: '',
}

const everybody = [
  'coordinator',
  'journal admin',
  'director',
  'deputy',
  'inspector',
  'teacher',
  'substitute',
  'other teacher',
  'other specialist',
  'class teacher',
  'other class teacher',
  'clerk',
  'pupil',
  'class-mate',
  'guardian',
  'other guardian',
  'no role',
  'other school',
] as const
type Who = (typeof everybody)[number]
const inCharge: readonly Who[] = ['coordinator', 'journal admin', 'director', 'deputy', 'inspector']
const family: readonly Who[] = ['pupil', 'guardian']

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  t.setClock(morning)
  const { viewer, ids } = s
  made.report = newUuid()
  await s.tell('roster.account-compromised.v1', [
    {
      ...{
        id: made.report,
        account_id: newUuid(),
        person_id: newUuid(),
        received_at: '2026-11-24T06:00:00Z',
      },
      ...{ suspected_since: null, reported_by: newUuid(), reported_by_account: newUuid() },
    },
  ])
  viewers = {
    coordinator: s.coordinator,
    'journal admin': viewer(['JOURNAL_ADMIN']),
    director: viewer(['DIRECTOR']),
    deputy: viewer(['DEPUTY']),
    inspector: s.inspector,
    teacher: s.teacher,
    substitute: s.substitute,
    'other teacher': viewer(['TEACHER']),
    'other specialist': viewer(['SPECIALIST']),
    'class teacher': viewer(['CLASS_TEACHER'], { classes: [ids.class7] }),
    'other class teacher': viewer(['CLASS_TEACHER'], { classes: [ids.class8] }),
    clerk: viewer(['CLERK']),
    pupil: viewer(['PUPIL'], { personId: ids.anna, pupils: [ids.anna] }),
    'class-mate': viewer(['PUPIL'], { personId: ids.boris, pupils: [ids.boris] }),
    guardian: viewer(['GUARDIAN'], { pupils: [ids.anna] }),
    'other guardian': viewer(['GUARDIAN'], { pupils: [ids.vera] }),
    'no role': viewer([], { personId: ids.smirnova }),
    'other school': viewerOf({
      schoolId: newUuid(),
      roles: ['COORDINATOR', 'TEACHER', 'CLASS_TEACHER', 'INSPECTOR'],
      personId: ids.smirnova,
      classes: [ids.class7],
      pupils: [ids.anna],
    }),
  }
  made.own = await s.lesson(ids.algebra)
  made.substituted = await s.lesson(ids.algebra, {
    number: 2,
    teacher: ids.kuznetsov,
    insteadOf: ids.smirnova,
  })
  const markOf = async (pupilId: string) =>
    (
      (await t.run(s.teacher, 'recordMark', { lessonId: made.own, pupilId, value: '4' })).mark as {
        id: string
      }
    ).id
  made.mark = await markOf(ids.anna)
  made.otherMark = await markOf(ids.boris)
  made.entry = (await t.log(ids.school)).find((entry) => entry.subject === `mark:${made.mark}`)?.id ?? ''
})
afterAll(() => t.stop())

type Door = {
  /** What it shows, one value for each way in; null where nothing is shown. */
  readonly ways: Readonly<Record<string, (viewer: Viewer) => Promise<unknown>>>
  readonly seenBy: readonly Who[]
}
const root =
  (query: string, name: string, variables: () => object = () => ({})) =>
  async (viewer: Viewer) => {
    const answer = await t.as<Record<string, unknown>>(viewer, query, variables())
    expect(answer.errors).toBeUndefined()
    return answer.data?.[name] ?? null
  }
const byReference =
  (typename: string, id: () => string, selection: string, field: string | null) => async (viewer: Viewer) => {
    const [entity] = (await t.entities(viewer, typename, [id()], selection)) as (Record<
      string,
      unknown
    > | null)[]
    return field === null ? (entity ?? null) : (entity?.[field] ?? null)
  }
const period = () => ({ c: s.ids.algebra, p: s.ids.q2 })
const span = 'from: "2026-11-01", to: "2026-11-30"'

// Keyed by what the schema calls it: every Query field, every type with a key, every field added to another's type.
const doors: Readonly<Record<string, Door>> = {
  'Query.journal': {
    ways: {
      root: root(
        'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { learnersName } }',
        'journal',
        period,
      ),
    },
    seenBy: [...inCharge, 'teacher', 'substitute', 'class teacher'],
  },
  'Course.journal': {
    ways: {
      reference: (viewer) =>
        byReference(
          'Course',
          () => s.ids.algebra,
          `journal(periodId: "${s.ids.q2}") { learnersName }`,
          'journal',
        )(viewer),
    },
    seenBy: [...inCharge, 'teacher', 'substitute', 'class teacher'],
  },
  LessonRecord: {
    ways: {
      reference: byReference(
        'LessonRecord',
        () => made.own,
        'id topic marksCount works { id } owed { what } homeworkFiles { url } individualHomework { text }',
        null,
      ),
    },
    seenBy: [...inCharge, 'teacher', 'class teacher'],
  },
  'LessonRecord of a substituted lesson': {
    ways: {
      reference: byReference('LessonRecord', () => made.substituted, 'id topic marksCount', null),
      lesson: byReference('Lesson', () => made.substituted, 'record { id marksCount }', 'record'),
    },
    seenBy: [...inCharge, 'teacher', 'class teacher', 'substitute'],
  },
  'Lesson.record': {
    ways: { reference: byReference('Lesson', () => made.own, 'record { id }', 'record') },
    seenBy: [...inCharge, 'teacher', 'class teacher'],
  },
  Mark: {
    ways: { reference: byReference('Mark', () => made.mark, 'id value comment changes { to byName }', null) },
    seenBy: [...inCharge, 'teacher', 'class teacher', ...family],
  },
  'Pupil.marks': {
    ways: { reference: byReference('Pupil', () => s.ids.anna, 'marks { value }', 'marks') },
    seenBy: [...inCharge, 'teacher', 'class teacher', ...family],
  },
  'Pupil.entriesCount': {
    ways: { reference: byReference('Pupil', () => s.ids.anna, 'entriesCount', 'entriesCount') },
    seenBy: [...inCharge, 'class teacher', ...family],
  },
  'Pupil.yearMarks': {
    ways: {
      reference: byReference('Pupil', () => s.ids.anna, 'yearMarks { yearName }', 'yearMarks'),
    },
    seenBy: [...inCharge, 'class teacher', ...family],
  },
  'Pupil.diary': {
    ways: { reference: byReference('Pupil', () => s.ids.anna, `diary(${span}) { date }`, 'diary') },
    seenBy: [...inCharge, 'class teacher', ...family],
  },
  'Pupil.subjects': {
    ways: {
      reference: (viewer) =>
        byReference(
          'Pupil',
          () => s.ids.anna,
          `subjects(periodId: "${s.ids.q2}") { subjectName }`,
          'subjects',
        )(viewer),
    },
    seenBy: [...inCharge, 'class teacher', ...family],
  },
  'Query.diary': {
    ways: {
      root: root(`query($id: ID!) { diary(pupilId: $id, ${span}) { date } }`, 'diary', () => ({
        id: s.ids.anna,
      })),
    },
    seenBy: [...inCharge, 'class teacher', ...family],
  },
  CompromiseReport: {
    ways: {
      acts: byReference('CompromiseReport', () => made.report, 'journalActs { what }', 'journalActs'),
      concerned: byReference('CompromiseReport', () => made.report, 'concerned { what }', 'concerned'),
    },
    seenBy: ['coordinator', 'director'],
  },
  'Query.markChanges': {
    ways: {
      root: root(
        `query($s: ID!) { markChanges(${span}, schoolId: $s) { edges { cursor } } }`,
        'markChanges',
        () => ({ s: s.ids.school }),
      ),
    },
    seenBy: inCharge,
  },
  'Query.classAttendance': {
    ways: {
      root: root(
        `query($c: ID!) { classAttendance(schoolClassId: $c, ${span}) { days } }`,
        'classAttendance',
        () => ({ c: s.ids.class7 }),
      ),
    },
    seenBy: [...inCharge, 'class teacher'],
  },
  'Query.absencesOf': {
    ways: {
      root: root(`query($p: ID!) { absencesOf(pupilId: $p, ${span}) { id } }`, 'absencesOf', () => ({
        p: s.ids.anna,
      })),
      'class of then': root(
        `query($p: ID!, $c: ID) { absencesOf(pupilId: $p, schoolClassId: $c, ${span}) { id } }`,
        'absencesOf',
        () => ({ p: s.ids.anna, c: s.ids.class7 }),
      ),
    },
    seenBy: [...inCharge, 'class teacher', ...family],
  },
  'Query.absentOn': {
    ways: {
      root: root(
        'query($s: ID!, $c: ID) { absentOn(date: "2026-11-24", schoolId: $s, schoolClassId: $c) { pupilId } }',
        'absentOn',
        () => ({ s: s.ids.school, c: s.ids.class7 }),
      ),
    },
    seenBy: [...inCharge, 'class teacher'],
  },
  'Query.attendanceTaken': {
    ways: {
      root: root(
        'query($s: ID!) { attendanceTaken(date: "2026-11-24", schoolId: $s) { classId } }',
        'attendanceTaken',
        () => ({ s: s.ids.school }),
      ),
    },
    seenBy: [...inCharge, 'class teacher', 'other class teacher'],
  },
  'Query.checkpoint': {
    ways: {
      root: root('query($s: ID!) { checkpoint(schoolId: $s) { treeSize } }', 'checkpoint', () => ({
        s: s.ids.school,
      })),
    },
    seenBy: inCharge,
  },
  'Query.inclusionProof': {
    ways: {
      root: root(
        'query($e: ID!) { inclusionProof(entryId: $e, treeSize: 2) { leaf } }',
        'inclusionProof',
        () => ({ e: made.entry }),
      ),
    },
    seenBy: inCharge,
  },
  'Query.consistencyProof': {
    ways: {
      root: root(
        'query($s: ID!) { consistencyProof(schoolId: $s, fromSize: 1, toSize: 2) { hashes } }',
        'consistencyProof',
        () => ({ s: s.ids.school }),
      ),
    },
    seenBy: inCharge,
  },
  'Query.workKinds': {
    ways: {
      root: root('query($s: ID!) { workKinds(schoolId: $s) { kind } }', 'workKinds', () => ({
        s: s.ids.school,
      })),
    },
    seenBy: everybody.filter((who) => who !== 'other school'),
  },
  'Query.checkpoints': {
    ways: {
      root: root('query($s: ID!) { checkpoints(schoolId: $s) { treeSize } }', 'checkpoints', () => ({
        s: s.ids.school,
      })),
    },
    seenBy: inCharge,
  },
  'Query.cellHistory': {
    ways: {
      root: root(
        'query($l: ID!, $p: ID!) { cellHistory(lessonId: $l, pupilId: $p) { to } }',
        'cellHistory',
        () => ({ l: made.own, p: s.ids.anna }),
      ),
    },
    seenBy: [...inCharge, 'teacher', 'class teacher', ...family],
  },
  'Query.periodGrid': {
    ways: {
      root: root(
        'query($c: ID!, $p: ID!) { periodGrid(schoolClassId: $c, periodId: $p) { rows { pupilName } } }',
        'periodGrid',
        () => ({ c: s.ids.class7, p: s.ids.q2 }),
      ),
    },
    // Who teaches in the class finds the own courses there and no others: periods.test.ts.
    seenBy: [...inCharge, 'teacher', 'substitute', 'class teacher'],
  },
  'Query.courseGrid': {
    ways: {
      root: root('query($c: ID!) { courseGrid(courseId: $c) { rows { pupilName } } }', 'courseGrid', () => ({
        c: s.ids.algebra,
      })),
    },
    seenBy: [...inCharge, 'teacher', 'class teacher'],
  },
  'Query.forecast': {
    ways: {
      root: root(
        'query($c: ID!, $p: ID!) { forecast(courseId: $c, periodId: $p) { likely } }',
        'forecast',
        period,
      ),
    },
    seenBy: [...inCharge, 'teacher', 'class teacher'],
  },
  'Query.unlocks': {
    ways: {
      root: root('query($s: ID!) { unlocks(schoolId: $s) { id } }', 'unlocks', () => ({ s: s.ids.school })),
    },
    seenBy: [
      ...inCharge,
      'teacher',
      'substitute',
      'other teacher',
      'other specialist',
      'class teacher',
      'other class teacher',
    ],
  },
  // Each finds the claims that are theirs, and none of the others: claims.test.ts.
  'Query.markClaims': {
    ways: {
      root: root('query($s: ID!) { markClaims(schoolId: $s) { id } }', 'markClaims', () => ({
        s: s.ids.school,
      })),
    },
    seenBy: everybody.filter((who) => who !== 'other school'),
  },
  'Query.claimFigures': {
    ways: {
      root: root(`query($s: ID!) { claimFigures(schoolId: $s, ${span}) { made } }`, 'claimFigures', () => ({
        s: s.ids.school,
      })),
    },
    seenBy: inCharge.filter((who) => who !== 'inspector'),
  },
  'Query.owedBy': {
    ways: {
      root: root('query($s: ID!, $p: ID!) { owedBy(schoolId: $s, personId: $p) { what } }', 'owedBy', () => ({
        s: s.ids.school,
        p: s.ids.smirnova,
      })),
    },
    seenBy: [...inCharge, 'teacher'],
  },
  'School.markRules': {
    ways: { reference: byReference('School', () => s.ids.school, 'markRules { rounding }', 'markRules') },
    seenBy: everybody.filter((who) => who !== 'other school'),
  },
  'School.editWindow': {
    ways: { reference: byReference('School', () => s.ids.school, 'editWindow', 'editWindow') },
    seenBy: everybody.filter((who) => who !== 'other school'),
  },
}

describe.each(Object.entries(doors))('%s', (_, door) => {
  test.each(Object.keys(door.ways))('by %s is shown to whom it is for, and to nobody else', async (way) => {
    const seen = await Promise.all(
      everybody.map(async (who) => ((await door.ways[way]?.(viewers[who])) === null ? [] : [who])),
    )
    expect(seen.flat()).toEqual(everybody.filter((who) => door.seenBy.includes(who)))
  })
})

test('every root field, type with a key and field on another’s type has its row; every mutation has its act', () => {
  const schema = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'))
  const types = schema.definitions.filter(
    (one): one is ObjectTypeDefinitionNode => one.kind === Kind.OBJECT_TYPE_DEFINITION,
  )
  const fieldsOf = (name: string) =>
    types.find((type) => type.name.value === name)?.fields?.map((field) => field.name.value) ?? []
  const keyed = types.filter((type) =>
    type.directives?.some(
      (one) =>
        one.name.value === 'key' && !one.arguments?.some((argument) => argument.name.value === 'resolvable'),
    ),
  )
  const foreign = ['Course', 'Lesson', 'Pupil', 'School']
  const rows = [
    ...fieldsOf('Query').map((field) => `Query.${field}`),
    ...keyed
      .map((type) => type.name.value)
      .flatMap((name) =>
        foreign.includes(name)
          ? fieldsOf(name)
              .filter((field) => field !== 'id')
              .map((field) => `${name}.${field}`)
          : [name],
      ),
  ]
  expect(rows.filter((row) => !(row in doors))).toEqual([])
  const acts = [
    './acts.test.ts',
    './attendance-reasons.test.ts',
    './compromise.test.ts',
    './works.test.ts',
    './locks.test.ts',
    './foreign.test.ts',
    './claims.test.ts',
    './periods.test.ts',
  ]
    .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('')
  expect(fieldsOf('Mutation').filter((name) => !acts.includes(`'${name}'`))).toEqual([])
})

describe('what is emitted', () => {
  test('to a family: no class-mate and no record; staff alone by reference, whom roster shows to everybody', async () => {
    const query = `query($id: ID!) { diary(pupilId: $id, ${span}) { entries { marks { id value record { id } changes { by { id } byName pupil { id } } } lesson { id } } } }`
    for (const who of family) {
      const answer = await t.as<object>(viewers[who], query, { id: s.ids.anna })
      const text = JSON.stringify(answer)
      expect(text).toContain(made.mark)
      for (const hidden of [made.otherMark, s.ids.boris]) expect(text).not.toContain(hidden)
      expect(text).toContain('"record":null')
      expect(text).toContain(`"by":{"id":"${s.ids.smirnova}"}`)
    }
  })

  test('to staff: who changed a mark, by reference', async () => {
    const [mark] = await t.entities(s.teacher, 'Mark', [made.mark], 'changes { by { id } } record { id }')
    expect(mark).toEqual({ changes: [{ by: { id: s.ids.smirnova } }], record: { id: made.own } })
  })

  test('to a class teacher of some of a group’s pupils: rows and marks of the own class alone', async () => {
    const lessonId = await s.lesson(s.ids.english)
    const orlova = s.viewer(['TEACHER'], { personId: s.ids.orlova })
    const markOf = async (pupilId: string) =>
      ((await t.run(orlova, 'recordMark', { lessonId, pupilId, value: '4' })).mark as { id: string }).id
    const [anna, vera] = [await markOf(s.ids.anna), await markOf(s.ids.vera)]
    const page =
      'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { rows { pupilId marks { id } } } }'
    const answer = await t.as<{ journal: { rows: unknown[] } }>(viewers['class teacher'], page, {
      c: s.ids.english,
      p: s.ids.q2,
    })
    expect(answer.data?.journal.rows).toEqual([{ pupilId: s.ids.anna, marks: [{ id: anna }] }])
    expect(await t.entities(viewers['class teacher'], 'Mark', [anna, vera], 'id')).toEqual([
      { id: anna },
      null,
    ])
  })

  test('a class teacher whose pupil went to another class sees that pupil’s results no more, the new one does', async () => {
    const moved = newUuid()
    await s.tell('roster.person-changed.v1', [
      {
        id: moved,
        last_name: 'Перешёлов',
        first_name: 'Павел',
        patronymic: null,
        is_pupil: true,
        is_staff: false,
      },
    ])
    await s.tell('roster.membership-changed.v1', [
      s.member(moved, s.ids.class7, '2026-09-01', '2026-11-23'),
      s.member(moved, s.ids.class8, '2026-11-24'),
    ])
    const seen = async () =>
      Promise.all(
        (['class teacher', 'other class teacher'] as const).map((who) =>
          byReference('Pupil', () => moved, `diary(${span}) { date }`, 'diary')(viewers[who]),
        ),
      )
    expect(await seen()).toEqual([null, []])
    // 23:59:59 of the day before, in the school's zone.
    t.setClock('2026-11-23T20:59:59Z')
    expect(await seen()).toEqual([[], null])
    t.setClock(morning)
  })
})

describe('without a good passport', () => {
  test.each([
    ['none', async () => ({})],
    [
      'a forged one',
      async () => ({ authorization: `Bearer ${(await passportOf(s.inspector)).slice(0, -4)}AAAA` }),
    ],
    ['an expired one', async () => ({ authorization: `Bearer ${await passportOf(s.inspector, -5)}` })],
    [
      'one that is signed by nobody',
      async () => ({ authorization: `Bearer ${unsigned(await passportOf(s.inspector))}` }),
    ],
  ])('%s: a root field, a mutation and _entities are refused', async (_, headers) => {
    const queries = [
      `{ journal(courseId: "${s.ids.algebra}", periodId: "${s.ids.q2}") { learnersName } }`,
      `{ _entities(representations: [{__typename: "Mark", id: "${made.mark}"}]) { ... on Mark { value } } }`,
      `mutation { withdrawMark(input: { markId: "${made.mark}" }) { errors { code } } }`,
      '{ _service { sdl } }',
    ]
    const before = await t.footprint()
    for (const query of queries) {
      const answer = await t.post({ query }, (await headers()) as Record<string, string>)
      expect(answer.status).toBe(403)
      expect(JSON.stringify(await answer.json())).not.toContain('data')
    }
    expect(await t.footprint()).toBe(before)
  })
})

/** The same claims with the algorithm `none` and no signature. */
function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
  return `${header}.${token.split('.')[1]}.`
}

test('a journal of a period of another year, or of none, is null', async () => {
  const query = 'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { learnersName } }'
  for (const p of [newUuid(), 'нет', '-'.repeat(36)])
    expect((await t.as(s.inspector, query, { c: s.ids.algebra, p })).data).toEqual({ journal: null })
})

test('who has two schools must name the one that is meant', async () => {
  const two = {
    ...s.inspector,
    schools: [...s.inspector.schools, ...viewerOf({ schoolId: newUuid(), roles: ['INSPECTOR'] }).schools],
  }
  expect((await t.as(two, '{ checkpoint { treeSize } }')).errors?.[0]?.extensions?.code).toBe(
    'SCHOOL_REQUIRED',
  )
  expect(
    (await t.as(two, 'query($s: ID!) { checkpoint(schoolId: $s) { treeSize } }', { s: s.ids.school })).errors,
  ).toBeUndefined()
})
