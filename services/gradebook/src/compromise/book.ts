// What is said of every act of gradebook when a login is stolen: what it is called, and how it is made undone (4.4).
// Locks do not stop it: a page that was locked since is put right as well.
import type { FieldsOf } from '@zhurnal/kit/act-standing'
import { idOfSubject, kindOfSubject, type ActBook, type ActKind } from '@zhurnal/kit/acts'
import { sql } from '@zhurnal/kit/sql'
import { settleNote, settleReasons } from './absences.js'
import { attendance, description, named, one, opened, reasons, thing } from './fields.js'
import { settleMark } from './marks.js'
import { settleFinalMark, settlePage, settlePeriodMark, settleUnlock } from './periods.js'
import { settleAttendance, settleDescription, settleWork } from './records.js'
import { settleSettings } from './settings.js'

const value = one('value')
/** One act may write to things of several kinds: an imported record is a topic, an absence, a mark. */
const byThing: Readonly<Record<string, FieldsOf>> = {
  mark: value,
  periodMark: value,
  finalMark: value,
  lesson: description,
  attendance,
  work: thing,
  page: one('state'),
  unlock: opened,
  absenceReasons: reasons,
  absenceNote: thing,
  school: named,
}
const fields: FieldsOf = (act) => byThing[kindOfSubject(act.subject)]?.(act) ?? { from: null, to: null }
const called = (kind: string): ActKind => ({ kind, fields })

export const book: ActBook = {
  log: 'gradebook',
  decision: 'decideJournalActs',
  acts: {
    recordMark: called('Отметка поставлена'),
    changeMark: called('Отметка изменена'),
    withdrawMark: called('Отметка отозвана'),
    enterForeignMarks: called('Отметка из другой школы'),
    enterForeignRecord: called('Внесено из другой системы'),
    withdrawForeignRecord: called('Внесённое из другой системы убрано'),
    describeLesson: called('Тема и задание'),
    takeAttendance: called('Посещаемость'),
    addWork: called('Работа добавлена'),
    addOutsideWork: called('Работа вне урока добавлена'),
    changeWork: called('Работа изменена'),
    cancelWork: called('Работа отменена'),
    restoreWork: called('Работа возвращена'),
    setAbsenceReasons: called('Причина пропуска'),
    recordAbsenceNote: called('Справка'),
    withdrawAbsenceNote: called('Справка снята'),
    setPeriodMark: called('Отметка за период'),
    withdrawPeriodMark: called('Отметка за период убрана'),
    setFinalMark: called('Отметка за экзамен или итоговая'),
    withdrawFinalMark: called('Отметка за экзамен или итоговая убрана'),
    claimWrongMark: {
      kind: 'Обращение об отметке',
      byHand: 'Обращение семьи остаётся: ответьте на него снова.',
    },
    withdrawMarkClaim: { kind: 'Обращение отозвано', byHand: 'Попросите семью написать снова.' },
    answerMarkClaim: {
      kind: 'Ответ на обращение',
      byHand: 'Отметка возвращается своей записью; семье ответьте сами.',
    },
    closePeriod: called('Страница закрыта'),
    unlock: called('Страница открыта для исправлений'),
    endUnlock: called('Страница снова закрыта'),
    setEditWindow: { kind: 'Срок изменения записей', fields: one('window') },
    setMarkRules: called('Правила отметок'),
    setWorkKinds: { kind: 'Виды работ', fields: one('kinds') },
  },
  // A work looks which marks for it stand, both ways.
  backInReverse: false,
  things: [
    ['mark', settleMark],
    ['periodMark', settlePeriodMark],
    ['finalMark', settleFinalMark],
    ['attendance', settleAttendance],
    ['lesson', settleDescription],
    ['work', settleWork],
    ['absenceReasons', settleReasons],
    ['absenceNote', settleNote],
    ['page', settlePage],
    ['unlock', settleUnlock],
    ['school', settleSettings],
  ],
  // Each course alone, as the lock of a page takes it: nobody enters anything there meanwhile.
  take: async (tx, acts) => {
    const courses = [...new Set(acts.flatMap((act) => act.scopeId ?? []))].sort()
    await tx.sql(sql`select pg_advisory_xact_lock(hashtextextended(id, 1))
      from (select unnest(${courses}::text[]) as id order by 1) as c`)
    const ids = (kind: string) =>
      acts.filter((act) => kindOfSubject(act.subject) === kind).map((act) => idOfSubject(act.subject))
    await tx.sql(sql`select id from unlock where id = any(${ids('unlock')}::uuid[]) order by id for update`)
    await tx.sql(
      sql`select id from absence where pupil_id = any(${ids('absenceReasons')}::uuid[]) order by id for update`,
    )
    await tx.sql(
      sql`select id from absence_note where id = any(${ids('absenceNote')}::uuid[]) order by id for update`,
    )
    await tx.sql(
      sql`select school_id from school_setting where school_id = any(${ids('school')}::uuid[]) for update`,
    )
  },
  inWords: (field, held) => {
    if (field === 'value') return held === null ? 'отметка отозвана' : `«${String(held)}»`
    if (field === 'state') return held === 'CLOSED' ? 'страница закрыта' : 'страница открыта'
    if (field.length === 36) return 'их отметка о посещении'
    return fieldWords[field] ?? 'их запись'
  },
}

const fieldWords: Readonly<Record<string, string>> = {
  topic: 'их тема',
  homework: 'их задание',
  individual: 'их задания отдельным ученикам',
  files: 'их файлы',
  taken: 'посещаемость отмечена',
  there: 'как у них',
  weight: 'их вес',
  title: 'их название',
  kind: 'их вид работы',
  window: 'их срок',
  kinds: 'их список',
}
