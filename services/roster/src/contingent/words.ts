// How a school writes days and orders.

const months = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
]

/** «1 сентября 2026» of a day YYYY-MM-DD. */
export function dayWords(day: string): string {
  const [year, month, date] = day.split('-')
  return `${Number(date)} ${months[Number(month) - 1]} ${year}`
}

/** «приказ № 12-у от 1 сентября 2026», «приказ б/н от 1 сентября 2026». */
export const orderWords = ({ number, date }: { number: string; date: string }): string =>
  `приказ ${number === withoutNumber ? number : `№ ${number}`} от ${dayWords(date)}`

/** What stands in the place of a number that the paper does not have. */
export const withoutNumber = 'б/н'
