// Kinds of files that can be brought in, with what each is read by.
import { readTimetableFile } from './asc-timetable/stage.js'
import { readPupils } from './lists/pupils.js'
import { readStaff } from './lists/staff.js'
import { readOneRoster } from './oneroster/stage.js'
import type { FileReader } from './staged.js'

export type ImportKind = 'asc-timetable' | 'oneroster' | 'pupils' | 'staff'

export const kinds: Readonly<
  Record<ImportKind, { readonly title: string; readonly mostBytes: number; readonly read: FileReader }>
> = {
  'asc-timetable': { title: 'Расписание aSc', mostBytes: 50 * 1024 * 1024, read: readTimetableFile },
  oneroster: { title: 'OneRoster', mostBytes: 50 * 1024 * 1024, read: readOneRoster },
  pupils: { title: 'Список учеников', mostBytes: 20 * 1024 * 1024, read: readPupils },
  staff: { title: 'Список сотрудников', mostBytes: 20 * 1024 * 1024, read: readStaff },
}

export const isImportKind = (text: string): text is ImportKind => Object.hasOwn(kinds, text)
