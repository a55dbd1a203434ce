import type { Role } from '../../events.js'

/** What a school calls a role, in the middle of a sentence. */
export const roleWords: Readonly<Record<Role, string>> = {
  COORDINATOR: 'координатор',
  JOURNAL_ADMIN: 'администратор журнала',
  DIRECTOR: 'директор',
  DEPUTY: 'завуч',
  CLASS_TEACHER: 'классный руководитель',
  TEACHER: 'учитель',
  SPECIALIST: 'специалист',
  CLERK: 'делопроизводитель',
  PUPIL: 'ученик',
  GUARDIAN: 'родитель',
  INSPECTOR: 'инспектор',
}
