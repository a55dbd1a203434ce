// Kinds of files that can be brought in, with what each is read by.
import { readTimetableFile } from './asc-timetable/stage.js'
import { readConsents } from './lists/consents.js'
import { readGuardians } from './lists/guardians.js'
import { readJournal } from './lists/journal.js'
import { readOrders } from './lists/orders.js'
import { readPupils } from './lists/pupils.js'
import { readStaff } from './lists/staff.js'
import { readOneRoster } from './oneroster/stage.js'
import type { FileReader } from './staged.js'
import type { Looks } from './state.js'

export type ImportKind =
  'asc-timetable' | 'oneroster' | 'pupils' | 'staff' | 'guardians' | 'orders' | 'consents' | 'journal'

export const kinds: Readonly<
  Record<
    ImportKind,
    { readonly title: string; readonly mostBytes: number; readonly read: FileReader; readonly looks?: Looks }
  >
> = {
  'asc-timetable': { title: 'Расписание aSc', mostBytes: 50 * 1024 * 1024, read: readTimetableFile },
  oneroster: { title: 'OneRoster', mostBytes: 50 * 1024 * 1024, read: readOneRoster },
  pupils: { title: 'Список учеников', mostBytes: 20 * 1024 * 1024, read: readPupils, looks: { cards: true } },
  staff: {
    title: 'Список сотрудников',
    mostBytes: 20 * 1024 * 1024,
    read: readStaff,
    looks: { cards: true },
  },
  guardians: {
    title: 'Представители',
    mostBytes: 20 * 1024 * 1024,
    read: readGuardians,
    looks: { cards: true },
  },
  orders: {
    title: 'Приказы о движении',
    mostBytes: 20 * 1024 * 1024,
    read: readOrders,
    looks: { orders: true },
  },
  journal: {
    title: 'Журнал прежнего портала',
    mostBytes: 20 * 1024 * 1024,
    read: readJournal,
    looks: { lessons: true },
  },
  consents: { title: 'Согласия', mostBytes: 20 * 1024 * 1024, read: readConsents, looks: { cards: true } },
}

export const isImportKind = (text: string): text is ImportKind => Object.hasOwn(kinds, text)
