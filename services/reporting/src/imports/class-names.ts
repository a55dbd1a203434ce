// What a class's name tells: «7А», «10-Б», «11 "В" (физмат)».
import { plainClass } from './names.js'

/** Grade and letter of a class; null: the name does not begin with a grade that a school has. */
export function readClassName(text: string): { grade: number; letter: string | null; name: string } | null {
  const found = /^\s*(\d{1,2})(?!\d)[\s"'«„“-]*([A-Za-zА-Яа-яЁё]?)(?![A-Za-zА-Яа-яЁё]{2})/.exec(text)
  const grade = Number(found?.[1] ?? 0)
  if (grade < 1 || grade > 11) return null
  const letter = found?.[2] ? plainClass(found[2]).toUpperCase() : null
  const bare = plainClass(text)
  const name = bare === plainClass(`${grade}${letter ?? ''}`) ? `${grade}${letter ?? ''}` : text.trim()
  return { grade, letter, name }
}
