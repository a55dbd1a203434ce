import { refuse } from '@zhurnal/kit/refusal'

const currentScale = ['1', '2', '3', '4', '5', 'зач', 'нз', 'н/а', 'осв', '.']
const periodScale = currentScale.filter((value) => value !== '.')

/** A mark of the current scale (settled.md); anything else is refused. */
export function checkMark(value: string, field: string | readonly string[] = 'value'): void {
  if (!currentScale.includes(value)) {
    refuse(
      'BAD_INPUT',
      `Такой отметки нет: «${value.slice(0, 20)}». Бывают 1–5, зач, нз, н/а, осв и точка.`,
      field,
    )
  }
}

/** A mark of a period: the point is not one. */
export function checkPeriodMark(value: string, field: string | readonly string[] = 'value'): void {
  if (!periodScale.includes(value)) {
    refuse(
      'BAD_INPUT',
      `Такой отметки за период нет: «${value.slice(0, 20)}». Бывают 1–5, зач, нз, н/а, осв.`,
      field,
    )
  }
}
