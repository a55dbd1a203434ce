// What in a timetable file is doubtful or cannot be placed: counted by code, with examples.
import { problemCounts, type AscTimetable } from '@zhurnal/reporting/imports/asc-timetable'
import type { Doubt } from './asc-learners.js'

const words: Readonly<Record<string, string>> = {
  GRADE_TAKEN_AS_5: 'у класса не указана параллель, взята пятая',
  GRADE_ABOVE_11: 'параллель больше одиннадцатой, взята одиннадцатая',
  CLASS_NAME_TWICE: 'название класса повторяется, добавлен номер',
  TEACHER_WITHOUT_FIRST_NAME: 'у учителя нет имени, поставлена черта',
  HOUR_WITHOUT_TIMES: 'у звонка нет времени',
  HOUR_NUMBER_TWICE: 'номер звонка повторяется',
  CARD_IN_HOUR_WITHOUT_TIMES: 'карточка стоит в часе без времени, не поставлена',
  CARD_TWICE: 'одна карточка стоит дважды, поставлена один раз',
  CYCLE_TOO_LONG: 'цикл длиннее восьми недель, урок поставлен в каждую',
}

/** Says nothing when there is nothing to say. */
export function sayProblems(file: AscTimetable, doubts: readonly Doubt[], say: (line: string) => void): void {
  const counts = problemCounts(file.problems)
  // The reader has counted classes without a grade already; here stands what came of them.
  const own = doubts.filter((doubt) => doubt.code !== 'GRADE_TAKEN_AS_5')
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0) + own.length
  if (all === 0) return
  say(`  Сомнительное в файле: ${all}; ничто из этого работу не остановило`)
  for (const [code, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    const example = file.problems.find((problem) => problem.code === code)
    say(`    ${code} ${count}: ${example?.message ?? ''} (строка ${example?.line ?? 0})`)
  }
  for (const code of new Set(doubts.map((doubt) => doubt.code))) {
    const alike = doubts.filter((doubt) => doubt.code === code)
    const examples = alike.slice(0, 3).map((doubt) => doubt.value)
    say(`    ${code} ${alike.length}: ${words[code] ?? ''} (${examples.join(', ')})`)
  }
}
