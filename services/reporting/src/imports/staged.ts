// What a file says, whatever its kind: every reader gives this, and one comparison and one way of applying follow.
// Keys are the file's own names for things and hold within the file only.

export type StagedClass = {
  readonly key: string
  readonly line: number
  readonly name: string
  /** 1 to 11; null when the file does not tell. */
  readonly grade: number | null
  readonly letter: string | null
  /** Key of the class teacher. */
  readonly teacher: string | null
  /** True: the file is about classes that the school has; none is added by it. */
  readonly mustBeKnown?: true
}

/** A field that is undefined is not in the file: what the school has stays. Null: the file says that there is none. */
export type StagedPerson = {
  readonly key: string
  readonly line: number
  /** ANYBODY: the file names somebody of the school without saying what they are there. */
  readonly kind: 'PUPIL' | 'STAFF' | 'GUARDIAN' | 'ANYBODY'
  /** True: the file is about people whom the school has; nobody is added by it. */
  readonly mustBeKnown?: true
  readonly lastName: string
  readonly firstName: string
  readonly patronymic?: string | null | undefined
  /** YYYY-MM-DD */
  readonly birthDate?: string | null | undefined
  readonly position?: string | null | undefined
  /** Key of the class of a pupil. */
  readonly schoolClass?: string | null | undefined
  /** First day in the class; undefined: the day of the import. */
  readonly from?: string | undefined
  /** Keys of the pupils whose guardian this is. */
  readonly guardianOf: readonly string[]
  /** What a guardian is to each of these pupils, by their keys; as the file says, which may be nothing. */
  readonly ties?: Readonly<Record<string, StagedTie>> | undefined
  /** As the owner keeps them (E.164, RFC 5321): what cannot be read is not here. */
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly address?: string | undefined
  /** Consent to keep the journal (A1.1). */
  readonly consent?: StagedConsentGiven | undefined
  /** The order by which a new pupil is enrolled. */
  readonly order?: { readonly number: string; readonly date: string } | undefined
  /** СНИЛС, eleven digits: in memory only. No item, plan, problem or log holds it. */
  readonly snils?: string | undefined
  readonly roles: readonly ('TEACHER' | 'DEPUTY' | 'DIRECTOR' | 'SPECIALIST' | 'CLERK' | 'JOURNAL_ADMIN')[]
}

export type StagedTie = {
  readonly relation?: 'MOTHER' | 'FATHER' | 'GUARDIAN' | 'GRANDPARENT' | 'OTHER' | undefined
  readonly legalRepresentative?: boolean | undefined
}

export type StagedConsentGiven = {
  readonly purpose: 'EDUCATION' | 'TRANSFER' | 'PUBLICATION'
  /** YYYY-MM-DD, both days included. */
  readonly from: string
  readonly until?: string | undefined
  readonly givenByName: string
  readonly document?: string | undefined
}

/** A consent of somebody whom the school has. */
export type StagedConsent = StagedConsentGiven & {
  readonly key: string
  readonly line: number
  readonly person: string
}

export type StagedMove = {
  readonly line: number
  readonly kind:
    'ENROLLED' | 'TRANSFERRED_CLASS' | 'PROMOTED' | 'REPEATS' | 'LEFT_FOR_SCHOOL' | 'EXPELLED' | 'GRADUATED'
  /** Key of the pupil. */
  readonly pupil: string
  readonly effectiveOn: string
  /** Key of the class that the movement leads into; null: out of the school. */
  readonly schoolClass: string | null
  readonly note?: string | undefined
}

/** An order (приказ) with all whom it moves. */
export type StagedOrder = {
  readonly key: string
  readonly line: number
  readonly number: string
  readonly date: string
  readonly moves: readonly StagedMove[]
}

/** One line of an old journal: whose, in which lesson, what stood there. A line may tell of the lesson alone. */
export type StagedEntry = {
  readonly line: number
  /** YYYY-MM-DD */
  readonly day: string
  /** Key of the class. */
  readonly schoolClass: string
  readonly subject: string
  /** Number of the lesson on its day; null: the file does not tell. */
  readonly number: number | null
  /** Key of the pupil; null: the line tells of the lesson. */
  readonly pupil: string | null
  /** Marks of the school's scale, in their order. */
  readonly values: readonly string[]
  /** Kind of work by its code. */
  readonly kind: string
  readonly code: 'ABSENT' | 'ILL' | 'EXCUSED' | 'UNEXCUSED' | 'LATE' | 'RELEASED' | null
  readonly minutesLate: number | null
  readonly topic: string | null
  readonly homework: string | null
}

export type StagedGroup = {
  readonly key: string
  readonly line: number
  readonly name: string
  readonly classes: readonly string[]
  /** Keys of its pupils; ALL: everybody of its classes; undefined when the file does not tell who is in it. */
  readonly members?: readonly string[] | 'ALL' | undefined
}

export type StagedSubject = {
  readonly key: string
  readonly line: number
  readonly name: string
  readonly shortName: string | null
  readonly withoutAttestation: boolean
}

export type StagedRoom = { readonly key: string; readonly line: number; readonly name: string }

export type StagedBells = {
  readonly key: string
  readonly line: number
  readonly name: string
  /** "HH:MM" */
  readonly bells: readonly { readonly number: number; readonly startsAt: string; readonly endsAt: string }[]
}

export type StagedCourse = {
  readonly key: string
  readonly line: number
  readonly subject: string
  /** Key of a class, or of a group: exactly one. */
  readonly schoolClass: string | null
  readonly group: string | null
  readonly teacher: string | null
  readonly weeklyHours: number
}

export type StagedLesson = {
  readonly key: string
  readonly line: number
  readonly course: string
  /** 1 Monday … 7 Sunday */
  readonly weekday: number
  readonly number: number
  readonly bells: string
  readonly room: string | null
  /** A mask of every other week, such as 10; null: every week. */
  readonly weeks: string | null
}

export type ImportProblem = {
  readonly line: number | null
  readonly column?: string
  /** File within a bundle. */
  readonly file?: string
  readonly code: string
  /** Russian, for who brings the file: what is wrong and what becomes of it. */
  readonly message: string
  readonly value?: string
  readonly count?: number
  readonly fatal?: boolean
}

export type Staged = {
  /** Lines or elements that the file holds. */
  readonly rows: number
  readonly classes: readonly StagedClass[]
  readonly people: readonly StagedPerson[]
  readonly groups: readonly StagedGroup[]
  readonly subjects: readonly StagedSubject[]
  readonly rooms: readonly StagedRoom[]
  readonly bells: readonly StagedBells[]
  readonly courses: readonly StagedCourse[]
  /** Undefined: the file holds no timetable at all. */
  readonly lessons?: readonly StagedLesson[] | undefined
  readonly orders?: readonly StagedOrder[] | undefined
  readonly consents?: readonly StagedConsent[] | undefined
  readonly entries?: readonly StagedEntry[] | undefined
  /** Of whom the file may be a full list: who of them is not in it is told. */
  readonly listOf?: 'PUPIL' | 'STAFF' | undefined
  readonly problems: readonly ImportProblem[]
  /** Last day of the timetable, where the file tells one term of several. */
  readonly validUntil?: string | undefined
  /** True when keys are names that last from file to file (an external id): the school remembers them. */
  readonly lastingKeys: boolean
}

export const nothingStaged: Staged = {
  rows: 0,
  classes: [],
  people: [],
  groups: [],
  subjects: [],
  rooms: [],
  bells: [],
  courses: [],
  problems: [],
  lastingKeys: false,
}

/** The file as a whole cannot be taken in. Code and message are for who brought it. */
export class UnreadableFileError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly line: number | null = null,
  ) {
    super(message)
  }
}

/** What a reader is given: the file on disk, and how it says how far it is (0 to 1); that call throws when cancelled. */
export type ReadHands = {
  readonly path: string
  readonly fileName: string
  /** The school's day now. */
  readonly today: string
  /** Reporting periods of the year, by start. */
  readonly periods: readonly { readonly kind: string; readonly startsOn: string; readonly endsOn: string }[]
  step(part: number, text: string): Promise<void>
}

/** Reads a whole file. Throws UnreadableFileError only when nothing of it can be used. */
export type FileReader = (hands: ReadHands) => Promise<Staged>
