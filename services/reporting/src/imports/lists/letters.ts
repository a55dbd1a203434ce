// Latin letters in Russian names: they look the same and are found by no search.
import type { ImportProblem } from '../staged.js'

const alike: Readonly<Record<string, string>> = {
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  X: 'Х',
  Y: 'У',
  a: 'а',
  c: 'с',
  e: 'е',
  k: 'к',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
}

/**
 * A name in which a word mixes both alphabets: letters that look Russian are made Russian, and that is told; others stay,
 * and that is told too. A word of Latin letters alone is a name of another language.
 */
export function inOneAlphabet(name: string, line: number, column: string, problems: ImportProblem[]): string {
  const mended = name.replace(/[\p{L}]+/gu, (word) =>
    /[А-Яа-яЁё]/.test(word) ? word.replace(/[A-Za-z]/g, (letter) => alike[letter] ?? letter) : word,
  )
  const at = { line, column, code: 'MIXED_LETTERS', value: name.slice(0, 60) }
  const stillMixed = mended
    .match(/\p{L}+/gu)
    ?.some((word) => /[A-Za-z]/.test(word) && /[А-Яа-яЁё]/.test(word))
  if (stillMixed)
    problems.push({
      ...at,
      message: `Строка ${line}: в «${name.slice(0, 60)}» русские буквы вперемешку с латинскими. Проверьте.`,
    })
  else if (mended !== name)
    problems.push({
      ...at,
      message: `Строка ${line}: в «${name.slice(0, 60)}» латинские буквы вместо русских, похожих с виду. Записано русскими.`,
    })
  return mended
}
