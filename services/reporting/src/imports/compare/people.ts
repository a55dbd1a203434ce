import { fullName, initials, isAbbreviated, plain } from '../names.js'
import type { StagedPerson } from '../staged.js'
import type { KnownPerson } from '../state.js'
import { personAct } from './person-act.js'
import { decisionOn, idFor, put, rememberedAs, type Candidate, type Comparing } from './plan.js'

type Kind = StagedPerson['kind']
/** Guardians name pupils, so they come last. */
const order: readonly Kind[] = ['STAFF', 'PUPIL', 'GUARDIAN', 'ANYBODY']

export function comparePeople(comparing: Comparing): void {
  const known = new Directory(comparing)
  for (const kind of order)
    for (const one of comparing.staged.people) if (one.kind === kind) comparePerson(comparing, known, one)
}

function comparePerson(comparing: Comparing, directory: Directory, one: StagedPerson): void {
  const base = { entity: 'PERSON' as const, key: one.key, line: one.line, name: fullName(one) }
  const decision = decisionOn(comparing, 'PERSON', one.key)
  if (decision?.kind === 'SKIP')
    return put(comparing, { ...base, action: 'SKIPPED', targetId: null, note: 'Пропущен по решению' })
  const found = directory.meaningOf(one)
  if (found.twin) {
    const note = `Тот же человек, что в строке ${found.twin.line}`
    return put(comparing, {
      ...base,
      action: 'SKIPPED',
      targetId: idFor(comparing, 'PERSON', found.twin.key) ?? null,
      note,
    })
  }
  if (found.candidates) {
    const { candidates, why } = found
    return put(comparing, { ...base, action: 'UNDECIDED', targetId: null, note: why, candidates })
  }
  if (one.mustBeKnown && !found.known) {
    const note = 'В школе такого нет. Новых людей заносят списком учеников или сотрудников'
    return put(comparing, { ...base, action: 'SKIPPED', targetId: null, note })
  }
  if (one.mustBeKnown)
    return put(comparing, { ...base, action: 'UNCHANGED', targetId: found.known?.id ?? null })
  const hasClass = one.schoolClass ? idFor(comparing, 'CLASS', one.schoolClass) : found.known?.classId
  if (one.kind === 'PUPIL' && !hasClass)
    return put(comparing, {
      ...base,
      action: 'SKIPPED',
      targetId: null,
      note: 'Его класс пропущен или не назван',
    })
  const children = one.guardianOf.filter((key) => idFor(comparing, 'PERSON', key))
  if (one.kind === 'GUARDIAN' && children.length === 0 && !comparing.staged.listOf)
    comparing.problems.push({
      line: one.line,
      code: 'GUARDIAN_OF_NOBODY',
      message: `Строка ${one.line}: представитель ${fullName(one)} не записан: ребёнок в школе не найден или не решено, кто это.`,
    })
  if (one.kind === 'GUARDIAN' && children.length === 0)
    return put(comparing, { ...base, action: 'SKIPPED', targetId: null, note: 'Ни один ребёнок не занесён' })
  directory.take(one, found.known)
  const id = found.known?.id ?? comparing.idOf('PERSON', one.key)
  const { act, changes } = personAct(comparing, one, id, found.known)
  const action = !found.known ? 'NEW' : changes.length > 0 ? 'CHANGED' : 'UNCHANGED'
  put(comparing, { ...base, action, targetId: id, note: found.note ?? null, act, changes })
}

type Meaning =
  | {
      readonly twin: StagedPerson
      readonly candidates?: undefined
      readonly known?: undefined
      readonly note?: undefined
    }
  | {
      readonly candidates: Candidate[]
      readonly why: string
      readonly twin?: undefined
      readonly known?: undefined
    }
  | {
      readonly known: KnownPerson | null
      readonly note?: string
      readonly twin?: undefined
      readonly candidates?: undefined
    }

/** Whom a line of a file means: by an outside id, then by name and birth date; where that does not tell, somebody has to. */
class Directory {
  private readonly byId = new Map<string, KnownPerson[]>()
  private readonly byName = new Map<string, KnownPerson[]>()
  private readonly byInitials = new Map<string, KnownPerson[]>()
  /** Whom or what lines before have taken. */
  private readonly taken = new Map<string, StagedPerson>()

  constructor(private readonly comparing: Comparing) {
    const { people } = comparing.school
    for (const one of people) {
      push(this.byId, one.id, one)
      push(this.byName, `${one.kind} ${shortName(one)}`, one)
      const anybody = this.byName.get(`ANYBODY ${shortName(one)}`)
      // One who is several things at the school is one of those whom a bare name may mean.
      if (!anybody?.some(({ id }) => id === one.id)) push(this.byName, `ANYBODY ${shortName(one)}`, one)
      push(this.byInitials, `${one.kind} ${initials(fullName(one))}`, one)
    }
  }

  take(one: StagedPerson, known: KnownPerson | null): void {
    this.taken.set(known?.id ?? likeness(one), one)
  }

  meaningOf(one: StagedPerson): Meaning {
    const found = this.find(one)
    const twin = found.candidates ? undefined : this.taken.get(found.known?.id ?? likeness(one))
    // Two lines without a birth date may be namesakes, where nothing else makes them one.
    return twin && !one.mustBeKnown && (found.known || one.birthDate || one.kind === 'STAFF')
      ? { twin }
      : found
  }

  private find(one: StagedPerson): Meaning {
    const decision = decisionOn(this.comparing, 'PERSON', one.key)
    if (decision?.kind === 'NEW') return { known: null }
    const named =
      decision?.kind === 'SAME' ? decision.targetId : rememberedAs(this.comparing, 'PERSON', one.key)
    const bySnils = this.comparing.school.bySnils?.get(one.snils ?? '')
    const known = this.ofKind(named, one.kind) ?? this.ofKind(bySnils, one.kind)
    if (known) return { known }
    const like = this.namesakes(one)
    if (one.kind === 'GUARDIAN') {
      const same =
        like.find((other) => this.sharesChild(one, other)) ?? like.find((other) => sharesReach(one, other))
      return { known: same ?? null }
    }
    const [only] = like
    if (!only) return this.byInitialsOf(one)
    const exact = like.filter((other) => one.birthDate && other.birthDate === one.birthDate)
    if (exact[0] && exact.length === 1) return { known: exact[0] }
    if (like.length > 1) return this.ask(like, 'Таких людей в школе несколько: выберите, о ком строка')
    if (one.birthDate && only.birthDate)
      return this.ask(like, 'Имя то же, дата рождения другая: выберите, тот же это человек или новый')
    const certain =
      one.kind === 'STAFF' ||
      one.kind === 'ANYBODY' ||
      (one.mustBeKnown && !one.schoolClass) ||
      idFor(this.comparing, 'CLASS', one.schoolClass) === only.classId
    return certain ? { known: only } : this.ask(like, 'Имя то же, даты рождения нет, класс другой: выберите')
  }

  private ofKind(id: string | null | undefined, kind: Kind): KnownPerson | undefined {
    return this.byId.get(id ?? '')?.find((one) => kind === 'ANYBODY' || one.kind === kind)
  }

  /** Same surname and name, and no patronymic that differs. */
  private namesakes(one: StagedPerson): KnownPerson[] {
    const like = this.byName.get(`${one.kind} ${shortName(one)}`) ?? []
    return like.filter(
      (other) => !one.patronymic || !other.patronymic || plain(one.patronymic) === plain(other.patronymic),
    )
  }

  private byInitialsOf(one: StagedPerson): Meaning {
    const name = fullName(one)
    if (one.kind !== 'STAFF' || !isAbbreviated(name)) return { known: null }
    const wanted = initials(name)
    const like = [...this.byInitials].flatMap(([key, people]) =>
      key === `STAFF ${wanted}` || key.startsWith(`STAFF ${wanted} `) ? people : [],
    )
    const [only] = like
    if (!only) return { known: null }
    if (like.length > 1) return this.ask(like, 'Инициалы подходят нескольким: выберите, о ком строка')
    return { known: only, note: `Узнан по инициалам: ${fullName(only)}` }
  }

  private sharesChild(one: StagedPerson, other: KnownPerson): boolean {
    return one.guardianOf.some((key) => other.children.includes(idFor(this.comparing, 'PERSON', key) ?? ''))
  }

  private ask(like: readonly KnownPerson[], why: string): Meaning {
    const classes = new Map(this.comparing.school.classes.map((one) => [one.id, one.name]))
    const candidates = like.slice(0, 10).map((one) => ({
      id: one.id,
      name: [fullName(one), one.birthDate, classes.get(one.classId ?? ''), one.position]
        .filter(Boolean)
        .join(', '),
    }))
    return { candidates, why }
  }
}

/** A namesake with the same phone or e-mail is the same person, whoever else's guardian it is so far. */
const sharesReach = (one: StagedPerson, { card }: KnownPerson): boolean =>
  Boolean((one.phone && one.phone === card?.phone) || (one.email && one.email === card?.email))

const shortName = (one: { readonly lastName: string; readonly firstName: string }): string =>
  plain(`${one.lastName} ${one.firstName}`)
const likeness = (one: StagedPerson): string => `${one.kind} ${plain(fullName(one))} ${one.birthDate ?? ''}`

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
