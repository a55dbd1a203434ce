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
}

/** A field that is undefined is not in the file: what the school has stays. Null: the file says that there is none. */
export type StagedPerson = {
  readonly key: string
  readonly line: number
  readonly kind: 'PUPIL' | 'STAFF' | 'GUARDIAN'
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
  readonly roles: readonly ('TEACHER' | 'DEPUTY' | 'DIRECTOR' | 'SPECIALIST' | 'CLERK' | 'JOURNAL_ADMIN')[]
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
