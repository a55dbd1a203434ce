// The acts of a stolen login as one list: what three services wrote, in order, narrowed by what is chosen above it.
import type { ActLineFragment, ActState, CompromisePageQuery } from '../generated/graph.js'

export type Report = NonNullable<CompromisePageQuery['compromiseReport']>
export type Service = 'roster' | 'timetable' | 'journal'
export type TheftAct = ActLineFragment & { readonly service: Service; readonly late: boolean }

export const services = [
  { service: 'roster', name: 'Люди и входы' },
  { service: 'timetable', name: 'Расписание' },
  { service: 'journal', name: 'Журналы' },
] as const satisfies readonly { service: Service; name: string }[]

export const serviceWords: Readonly<Record<Service, string>> = {
  roster: 'Люди и входы',
  timetable: 'Расписание',
  journal: 'Журналы',
}
export const stateWords: Readonly<Record<ActState, string>> = {
  SUSPECT: 'ждёт решения',
  VOID: 'отменено',
  CONFIRMED: 'оставлено',
  RESTORED: 'возвращено',
}

const listOf = (report: Report, service: Service): readonly ActLineFragment[] | null | undefined =>
  ({ roster: report.rosterActs, timetable: report.timetableActs, journal: report.journalActs })[service]

/** Services whose list could not be read: nothing can be said of them. */
export const silent = (report: Report): readonly string[] =>
  services.filter(({ service }) => !listOf(report, service)).map(({ name }) => name)

/** Oldest first. What was written from the notice on is `late`: it is void by the clause. */
export function actsOf(report: Report): readonly TheftAct[] {
  const received = Date.parse(report.receivedAt)
  return services
    .flatMap(({ service }) =>
      (listOf(report, service) ?? []).map((act) => ({
        ...act,
        service,
        late: Date.parse(act.at) >= received,
      })),
    )
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

export type Filter = {
  readonly service: string
  readonly kind: string
  readonly day: string
  readonly state: string
}
export const everything: Filter = { service: '', kind: '', day: '', state: '' }

export function fits(act: TheftAct, filter: Filter, dayOf: (instant: string) => string): boolean {
  return (
    (!filter.service || act.service === filter.service) &&
    (!filter.kind || act.kind === filter.kind) &&
    (!filter.state || act.state === filter.state) &&
    (!filter.day || dayOf(act.at) === filter.day)
  )
}

const atOnce = 1000

/** Requests that decide all of them: by service, at most a thousand acts each. */
export function requests(acts: readonly TheftAct[]): { service: Service; entryIds: string[] }[] {
  return services.flatMap(({ service }) => {
    const ids = acts.filter((act) => act.service === service).map((act) => act.entryId)
    const parts = Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, i) =>
      ids.slice(i * atOnce, (i + 1) * atOnce),
    )
    return parts.map((entryIds) => ({ service, entryIds }))
  })
}
