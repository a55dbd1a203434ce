// Rows of logins, sessions, desk, tokens, appointments and reports of stolen logins.
import { newUuid } from '@zhurnal/kit/testing'
import {
  entity,
  everybody,
  field,
  mutation,
  staff,
  type Member,
  type Named,
  type Row,
  type World,
} from './harness.js'

/** Whose care Anna's login is in, and she herself. */
const annasLogin: readonly Named[] = ['COORDINATOR', 'CLASS_TEACHER.own', 'PUPIL.own']
const annasKeeper: readonly Named[] = ['COORDINATOR', 'CLASS_TEACHER.own']
const everywhere: readonly Named[] = [...everybody, 'other school']

const ofViewer = (ask: string, path: string, who: readonly Named[]) =>
  field([`Viewer.${ask.split(' ')[0] ?? ''}`], `viewer { ${ask} }`, `viewer.${path}`, who)

const viewer: readonly Row[] = [
  field(['Query.viewer'], 'viewer { mustChangePassword }', 'viewer', everywhere),
  ofViewer('person { id }', 'person', everywhere),
  ofViewer('account { id }', 'account', everywhere),
  ofViewer('roles { role }', 'roles', everywhere),
  ofViewer('sessions { id }', 'sessions', everywhere),
  ofViewer('apiTokens { id }', 'apiTokens', everywhere),
  ...['mustChangePassword', 'mustSetUpSecondFactor', 'deskLocked', 'hasDeskPin'].map((name) =>
    ofViewer(name, name, everywhere),
  ),
  // The table's viewers hold passports without a session.
  ofViewer('deviceKey', 'deviceKey', []),
]

const account = (w: World): string => w.account[w.anna] ?? ''
const ofAccount = (name: string, who: readonly Named[] = annasLogin) =>
  entity('Account', account, name, who, [`Account.${name.split(' ')[0] ?? ''}`])

const logins: readonly Row[] = [
  ...['username', 'state', 'issuedAt', 'overdue', 'secondFactor', 'handovers { id }', 'person { id }'].map(
    (name) => ofAccount(name),
  ),
  // The table's logins have their own password already and nobody signs in: nobody sees what is not there.
  ...['activatedAt', 'activateBy', 'lastSignInAt'].map((name) => ofAccount(name, [])),
  entity('Person', (w) => w.anna, 'account { id }', annasLogin, ['Person.account']),
  // A member of staff is in no class teacher's care.
  entity('Account', (w) => w.account[w.own.TEACHER] ?? '', 'username', ['COORDINATOR', 'TEACHER.own']),
  entity('Account', (w) => w.account[w.own.COORDINATOR] ?? '', 'username', ['COORDINATOR']),
  entity('Account', (w) => w.account[w.guardian] ?? '', 'username', [
    'COORDINATOR',
    'CLASS_TEACHER.own',
    'GUARDIAN.own',
  ]),
]

const ofSchool = (ask: string, who: readonly Named[]) => {
  const name = ask.split(/[\s({]/)[0] ?? ''
  return field([`School.${name}`], `school(id: $school) { ${ask} }`, `school.${name}`, who)
}

const schools: readonly Row[] = [
  ofSchool('accounts { totalCount }', ['COORDINATOR', 'CLASS_TEACHER']),
  ofSchool('appointments { id }', ['COORDINATOR', 'DIRECTOR', 'DEPUTY']),
  ofSchool('secondFactorRoles', staff),
  ofSchool('apiTokens { id }', ['COORDINATOR']),
  ofSchool('compromiseReports { id }', ['COORDINATOR', 'DIRECTOR']),
  // Set by the act on the way of the table.
  ofSchool('supportEmail', ['COORDINATOR', 'DIRECTOR']),
]

const inSchool = (w: World, rest: object) => ({ schoolId: w.school, ...rest })
const order = { orderNumber: '1', orderDate: '2026-11-20' }
const appointed = (role: string) => (w: World) =>
  inSchool(w, { id: newUuid(), personId: w.teacher, role, from: '2026-11-24', ...order })
const grantOf = (role: string) => (w: World) => w.grants.find((one) => one.role === role)?.id ?? ''
const ended = (role: string) => (w: World) => ({
  appointmentId: grantOf(role)(w),
  until: '2027-12-31',
  ...order,
})
const reason = 'проверка'

const acts: readonly Row[] = [
  mutation('resetPassword', (w) => ({ personId: w.boris }), annasKeeper, {
    about: 'resetPassword of Boris of 7А',
  }),
  mutation('resetPassword', (w) => ({ personId: w.own.TEACHER }), ['COORDINATOR'], {
    about: 'resetPassword of a teacher',
  }),
  mutation('setAccountState', (w) => ({ personId: w.anna, state: 'NONE', reason }), annasKeeper),
  mutation(
    'recordHandover',
    (w) => inSchool(w, { handovers: [{ personId: w.anna, toName: 'Кому', delivery: 'PRINT' }] }),
    annasKeeper,
  ),
  mutation('setSecondFactorRoles', (w) => inSchool(w, { roles: [] }), ['COORDINATOR', 'DIRECTOR']),
  mutation('resetSecondFactor', (w) => ({ personId: w.own.DIRECTOR, reason: ' ' }), ['COORDINATOR']),
  mutation('endOtherSessions', () => ({}), everywhere),
  mutation('setDeskPin', () => ({ pin: '1234', password: 'ne-tot' }), everywhere),
  mutation('lockDesk', () => ({}), everywhere),
  mutation('unlockDesk', () => ({ pin: '1234' }), everywhere),
  mutation(
    'createApiToken',
    (w) => ({ name: 'Программа', schoolIds: [w.school], expiresAt: '2026-12-24T00:00:00Z' }),
    ['COORDINATOR.own', 'COORDINATOR.stranger', 'INSPECTOR'],
  ),
  // One that is not there is nobody's; tokens of one's own and of the school are tried in access.test.ts.
  mutation('revokeApiToken', () => ({ tokenId: newUuid() }), []),
  ...['COORDINATOR', 'DEPUTY', 'JOURNAL_ADMIN', 'CLERK'].map((role) =>
    mutation(
      'appoint',
      appointed(role),
      role === 'COORDINATOR' ? ['DIRECTOR'] : ['DIRECTOR', 'COORDINATOR'],
      { about: `appoint ${role}` },
    ),
  ),
  ...['TEACHER', 'SPECIALIST'].map((role) =>
    mutation('appoint', appointed(role), ['COORDINATOR'], { about: `appoint ${role}` }),
  ),
  ...['DIRECTOR', 'INSPECTOR'].map((role) =>
    mutation('appoint', appointed(role), [], { about: `appoint ${role}` }),
  ),
  mutation('endAppointment', ended('DEPUTY'), ['DIRECTOR', 'COORDINATOR']),
  mutation('endAppointment', ended('COORDINATOR'), ['DIRECTOR'], {
    about: 'endAppointment of a coordinator',
  }),
  mutation('endAppointment', ended('DIRECTOR'), [], { about: 'endAppointment of the director' }),
]

const noSpan = (w: World, id: string) => ({
  accountId: w.account[id] ?? '',
  suspectedSince: '2099-01-01T00:00:00Z',
})
/** The one report of the table: of a clerk's login, made by the first coordinator who may. */
let reported = ''
const withReport = (w: World, more: object = {}) => ({ reportId: reported || w.school, ...more })

const compromise: readonly Row[] = [
  mutation('reportCompromise', (w) => noSpan(w, w.anna), annasLogin, { about: 'reportCompromise of Anna' }),
  mutation('reportCompromise', (w) => noSpan(w, w.own.TEACHER), ['COORDINATOR', 'TEACHER.own'], {
    about: 'reportCompromise of a teacher',
  }),
  mutation('decideRosterActs', (w) => withReport(w, { entryIds: [], verdict: 'VOID' }), ['COORDINATOR']),
  mutation(
    'closeCompromise',
    (w, m: Member) => ({ reportId: m.role === 'COORDINATOR' ? reported : reported || w.school }),
    ['COORDINATOR'],
  ),
]

const ofReport = (ask: string, who: readonly Named[]) =>
  entity('CompromiseReport', () => reported, ask, who, [`CompromiseReport.${ask.split(' ')[0] ?? ''}`])
const seesReport: readonly Named[] = ['COORDINATOR', 'DIRECTOR']

const reports: readonly Row[] = [
  field(
    ['Query.compromiseReport'],
    'compromiseReport(id: $report) { id }',
    'compromiseReport',
    [...seesReport, 'CLERK.own'],
    () => ({
      report: reported,
    }),
  ),
  ...['receivedAt', 'suspectedSince', 'note', 'reportedByName', 'dueAt', 'stopped', 'person { id }'].map(
    (ask) => ofReport(ask, [...seesReport, 'CLERK.own']),
  ),
  ofReport('account { id }', seesReport),
  ofReport('rosterActs { entryId }', seesReport),
  // It is open until the last row of the acts.
  ofReport('closedAt', []),
]

/** What the rows need beside the world: an address of support, and a report by the clerk of the clerk's own login. */
export async function prepareAccounts(w: World): Promise<void> {
  await w.s.run('changeSchool', { schoolId: w.school, supportEmail: 'pomosch@podderzhka.example' })
  const clerk = w.cast.find((member) => member.name === 'CLERK.own')
  if (!clerk) throw new Error('the cast has no clerk')
  const input = { accountId: clerk.viewer.account, suspectedSince: '2026-11-20T00:00:00Z', note: 'проверка' }
  const made = await w.a.act(clerk.viewer, 'reportCompromise', input, 'report { id }')
  reported = (made.report as { id: string }).id
}

export const accountRows: readonly Row[] = [
  ...viewer,
  ...logins,
  ...schools,
  ...reports,
  ...acts,
  ...compromise,
]
