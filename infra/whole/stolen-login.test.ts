// The stolen login of a coordinator who also teaches, through the gateway: what it did in three services is listed and
// undone, what others did since stays, and all of it is taken back again (4.3, 4.4).
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { addDays, weekdayOf } from '@zhurnal/kit/time'
import { settled, startSmallSchool, type Whole } from './small-school.js'

let w: Whole
const tokens: Record<string, string> = {}

beforeAll(async () => {
  w = await startSmallSchool()
  for (const login of ['director', 'coordinator', 'doskin', 'melova', 'deputy'])
    tokens[login] = await w.signIn(login)
}, 120_000)
afterAll(() => w?.stop(), 60_000)

const must = async <T = Record<string, unknown>>(who: string, name: string, input: object, fields = '') => {
  const payload = await w.run<T>(tokens[who] ?? '', name, input, fields)
  expect([name, payload.errors]).toEqual([name, []])
  return payload
}

type Act = { entryId: string; kind: string; what: string; state: string; note: string | null }
const lists = ['rosterActs', 'timetableActs', 'journalActs'] as const
type Report = Record<(typeof lists)[number], Act[]> & {
  stopped: string[]
  concerned: { pupilName: string | null; courseName: string | null; what: string[] }[]
}
const fields = lists.map((name) => `${name} { entryId kind what state note }`).join(' ')
async function reportSeen(id: string): Promise<Report> {
  const answer = await w.ask<{ compromiseReport: Report }>(
    tokens.coordinator,
    `query($id: ID!) { compromiseReport(id: $id) { stopped ${fields} concerned { pupilName courseName what } } }`,
    { id },
  )
  if (answer.errors || !answer.data) throw new Error(JSON.stringify(answer.errors))
  return answer.data.compromiseReport
}
const decisions = {
  rosterActs: 'decideRosterActs',
  timetableActs: 'decideTimetableActs',
  journalActs: 'decideJournalActs',
}
async function decide(id: string, verdict: string, but: (act: Act) => boolean = () => false): Promise<void> {
  const report = await reportSeen(id)
  for (const list of lists) {
    const entryIds = report[list].filter((act) => !but(act)).map((act) => act.entryId)
    await must('coordinator', decisions[list], { requestId: randomUUID(), reportId: id, entryIds, verdict })
  }
  for (const service of ['roster', 'schedule', 'gradebook'] as const) await settled(w.installation, service)
}

const marksOf = async (pupilId: string) => {
  const answer = await w.ask<{ journal: { rows: { pupil: { id: string }; marks: { value: string }[] }[] } }>(
    tokens.coordinator,
    'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { rows { pupil { id } marks { value } } } }',
    { c: w.ids.algebra7, p: w.ids.period },
  )
  return answer.data?.journal.rows.find((row) => row.pupil.id === pupilId)?.marks.map((mark) => mark.value)
}
const teacherOf = async (lessonId: string) => {
  const answer = await w.ask<{ lesson: { teacher: { id: string }; substitution: { id: string } | null } }>(
    tokens.coordinator,
    'query($id: ID!) { lesson(id: $id) { teacher { id } substitution { id } } }',
    { id: lessonId },
  )
  return answer.data?.lesson
}
const openPages = async () => {
  const answer = await w.ask<{ unlocks: { id: string }[] }>(
    tokens.coordinator,
    '{ unlocks(open: true) { id } }',
  )
  return answer.data?.unlocks.length
}
const signsIn = async (username: string, password: string) => {
  const answer = await fetch(`${w.installation.urls.gateway}/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  return answer.status === 200
}
const tokenWorks = async (secret: string) => {
  const answer = await w.ask<{ viewer: { person: { id: string } | null } | null }>(
    secret,
    '{ viewer { person { id } } }',
  )
  return Boolean(answer.data?.viewer?.person)
}

test('a coordinator’s login changed marks, opened a login, made a token, opened a page and put a substitute: all undone, listed, taken back', async () => {
  const { doskin, melova, anna, boris, gleb, school, algebra7, physics8, period } = w.ids
  await must('director', 'appoint', {
    ...{ schoolId: school, id: randomUUID(), personId: doskin, role: 'COORDINATOR', from: w.today },
    ...{ orderNumber: '7', orderDate: w.today },
  })
  tokens.doskin = await w.signIn('doskin')
  // Мелов gives today's algebra in Доскин's place: both keep its record.
  const lesson = await w.lessonOf(tokens.deputy ?? '', algebra7, w.today)
  await must('deputy', 'substituteTeacher', { lessonId: lesson.id, teacherId: melova, evenIfBusy: true })
  await settled(w.installation, 'schedule')
  const mark = async (who: string, pupilId: string, value: string, markId?: string) =>
    (
      await must<{ mark: { id: string } }>(
        who,
        'recordMark',
        { lessonId: lesson.id, pupilId, value, ...(markId ? { markId } : {}) },
        'mark { id }',
      )
    ).mark.id
  const annas = await mark('melova', anna, '5')
  await settled(w.installation, 'gradebook')
  const since = new Date().toISOString()

  // The thief.
  await mark('doskin', anna, '2', annas)
  const boriss = await mark('doskin', boris, '2')
  const username = 'glagolev-chuzhoi'
  const password = 'podstavnoi-parol'
  await must('doskin', 'openAccounts', {
    schoolId: school,
    accounts: [{ personId: gleb, username, password, mustChangePassword: false }],
  })
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  const { secret } = await must<{ secret: string }>(
    'doskin',
    'createApiToken',
    { name: 'Чужая', schoolIds: [school], expiresAt },
    'secret',
  )
  await must('doskin', 'unlock', {
    courseId: algebra7,
    periodId: period,
    personId: melova,
    hours: 2,
    reason: 'так надо',
  })
  const days = [1, 2, 3, 4, 5, 6, 7].map((days) => addDays(w.today, days))
  const day = days.find((one) => weekdayOf(one) <= 5) ?? w.today
  const coming = await w.lessonOf(tokens.deputy ?? '', physics8, day)
  await must('doskin', 'substituteTeacher', {
    lessonId: coming.id,
    teacherId: doskin,
    evenIfBusy: true,
    reason: 'так надо',
  })
  expect(await Promise.all([tokenWorks(secret), signsIn(username, password)])).toEqual([true, true])
  await settled(w.installation, 'schedule')
  // Somebody else, later.
  await mark('melova', boris, '4', boriss)

  // The notice: of a coordinator's own login; another coordinator gives it and decides.
  const own = await w.ask<{ viewer: { account: { id: string } } }>(
    tokens.doskin,
    '{ viewer { account { id } } }',
  )
  const accountId = own.data?.viewer.account.id
  const told = await must<{ report: { id: string } }>(
    'coordinator',
    'reportCompromise',
    { accountId, suspectedSince: since, note: 'чужой за компьютером' },
    'report { id }',
  )
  await settled(w.installation, 'roster')
  const { id } = told.report
  expect(await Promise.all([tokenWorks(secret), signsIn(username, password)])).toEqual([false, false])
  const listed = await reportSeen(id)
  expect(lists.map((list) => listed[list].map((act) => `${act.state} ${act.what}`))).toEqual([
    [
      expect.stringMatching(/^SUSPECT Открыта учётная запись/),
      expect.stringMatching(/^SUSPECT Выпущен ключ/),
    ],
    [expect.stringMatching(/^SUSPECT Замена: .*, 8А, Физика: Мелов М. П. → Доскин Д. П.$/)],
    [
      expect.stringMatching(/^SUSPECT Отметка изменена: Азбукина Анна, 7А, Алгебра, .*: 5 → 2$/),
      expect.stringMatching(/^SUSPECT Отметка поставлена: Букварёв Борис/),
      'SUSPECT Страница открыта для исправлений: 7А, Алгебра, 1 четверть: Мелов Матвей Пробович',
    ],
  ])

  await decide(id, 'VOID')
  const voided = await reportSeen(id)
  expect(lists.flatMap((list) => voided[list].map((act) => act.state))).toEqual(
    Array.from({ length: 6 }, () => 'VOID'),
  )
  expect([await marksOf(anna), await marksOf(boris), await openPages()]).toEqual([['5'], ['4'], 0])
  expect(await teacherOf(coming.id)).toEqual({ teacher: { id: melova }, substitution: null })
  expect(voided.journalActs.map((act) => act.note)).toEqual([
    null,
    'Позже изменил(а) Мелов Матвей Пробович: осталось «4»',
    null,
  ])
  expect(voided.concerned.map(({ pupilName, courseName }) => `${courseName} ${pupilName ?? ''}`)).toEqual([
    '7А, Алгебра ',
    '7А, Алгебра Азбукина Анна',
    '7А, Алгебра Букварёв Борис',
  ])

  const { job } = await must<{ job: { id: string } }>(
    'coordinator',
    'printCompromiseAct',
    { reportId: id },
    'job { id }',
  )
  const printed = await w.waitForJob(tokens.coordinator ?? '', job.id)
  expect([printed.state, printed.error, printed.documents.length]).toEqual(['DONE', null, 1])
  const paper = await fetch(`${w.installation.urls.gateway}${printed.documents[0]?.url}`, {
    headers: { authorization: `Bearer ${tokens.coordinator}` },
  })
  const pdf = Buffer.from(await paper.arrayBuffer())
  expect([paper.status, pdf.subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
  expect(pdf.includes('pdfaid:part')).toBe(true)
  const stranger = await w.run(tokens.melova ?? '', 'printCompromiseAct', { reportId: id })
  expect(stranger.errors).toEqual(
    (await w.run(tokens.coordinator ?? '', 'printCompromiseAct', { reportId: randomUUID() })).errors,
  )
  expect(stranger.errors).toMatchObject([{ code: 'NOT_FOUND' }])

  // Taken back: a secret that was revoked is the one thing that cannot be, and it says so.
  const isToken = (act: Act) => act.what.startsWith('Выпущен ключ')
  const token = voided.rosterActs.find(isToken)
  const refused = await w.run(tokens.coordinator ?? '', 'decideRosterActs', {
    ...{ reportId: id, entryIds: [token?.entryId], verdict: 'RESTORE' },
  })
  expect(refused.errors).toMatchObject([{ code: 'CANNOT_VOID' }])
  await decide(id, 'RESTORE', isToken)
  expect([await marksOf(anna), await marksOf(boris), await openPages()]).toEqual([['2'], ['4'], 1])
  expect(await teacherOf(coming.id)).toMatchObject({ teacher: { id: doskin } })
  expect(await Promise.all([tokenWorks(secret), signsIn(username, password)])).toEqual([false, true])
  await decide(id, 'VOID', isToken)
  expect([await marksOf(anna), await marksOf(boris), await openPages()]).toEqual([['5'], ['4'], 0])
}, 120_000)
