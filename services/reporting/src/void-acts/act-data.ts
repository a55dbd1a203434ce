// What an act about a stolen login says, put together of the graph's answer: pure.
export type ActLine = {
  at: string
  kind: string
  what: string
  state: 'SUSPECT' | 'VOID' | 'CONFIRMED' | 'RESTORED'
  note: string | null
  decidedByName: string | null
}
export type ReportTold = {
  receivedAt: string
  suspectedSince: string | null
  note: string | null
  reportedByName: string
  stopped: string[]
  person: { fullName: string | null } | null
  account: { username: string } | null
  rosterActs: ActLine[] | null
  timetableActs: ActLine[] | null
  journalActs: ActLine[] | null
  concerned: { pupilName: string | null; courseName: string | null; what: string[] }[] | null
}
export type Row = { at: string; where: string; what: string; state: string; by: string }
export type ActSheet = {
  school: string
  madeAt: string
  madeBy: string
  whose: string
  username: string
  receivedAt: string
  since: string
  reportedBy: string
  note: string
  stopped: string[]
  after: Row[]
  before: Row[]
  concerned: { who: string; where: string; what: string }[]
  sums: string
}

const states = {
  SUSPECT: 'не решено',
  VOID: 'недействительна',
  CONFIRMED: 'подтверждена',
  RESTORED: 'признана действительной',
} as const

/** Instants in the school's zone: «24.11.2026, 09:07». */
export function actSheet(
  report: ReportTold,
  about: { readonly school: string; readonly zone: string; readonly madeBy: string; readonly madeAt: Date },
): ActSheet {
  const format = new Intl.DateTimeFormat('ru', {
    timeZone: about.zone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  const when = (instant: string | Date) => format.format(new Date(instant))
  const lists = [
    ['Люди и входы', report.rosterActs],
    ['Расписание', report.timetableActs],
    ['Журналы', report.journalActs],
  ] as const
  const acts = lists
    .flatMap(([where, list]) => (list ?? []).map((act) => ({ ...act, where })))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const rowOf = (act: (typeof acts)[number]): Row => ({
    at: when(act.at),
    where: act.where,
    what: [act.what, act.note].filter(Boolean).join('. '),
    state: states[act.state],
    by: act.decidedByName ?? '',
  })
  const late = (act: (typeof acts)[number]) => Date.parse(act.at) >= Date.parse(report.receivedAt)
  const count = (state: ActLine['state']) => acts.filter((act) => act.state === state).length
  return {
    school: about.school,
    madeAt: when(about.madeAt),
    madeBy: about.madeBy,
    whose: report.person?.fullName ?? '',
    username: report.account?.username ?? '',
    receivedAt: when(report.receivedAt),
    since: report.suspectedSince ? when(report.suspectedSince) : '',
    reportedBy: report.reportedByName,
    note: report.note ?? '',
    stopped: report.stopped,
    after: acts.filter(late).map(rowOf),
    before: acts.filter((act) => !late(act)).map(rowOf),
    concerned: (report.concerned ?? []).map((one) => ({
      who: one.pupilName ?? 'вся страница',
      where: one.courseName ?? 'все предметы',
      what: one.what.join('; '),
    })),
    sums: `Записей: ${acts.length}. Недействительны: ${count('VOID')}, подтверждены: ${count('CONFIRMED')}, признаны действительными снова: ${count('RESTORED')}, не решено: ${count('SUSPECT')}.`,
  }
}
