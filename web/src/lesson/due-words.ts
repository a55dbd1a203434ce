import { addDays, dayAndMonth, dayAt, momentInWords, timeAt } from '../school/dates.js'

// A term that ends at midnight ends with the day before: nobody says «до завтра 0:00».
function dueByDay(last: string, late: boolean, today: string): string {
  if (late) return `срок был ${last === addDays(today, -1) ? 'вчера' : dayAndMonth(last)}`
  return last === today ? 'сегодня до конца дня' : `до ${dayAndMonth(last)}`
}

/** «до 15:20», «сегодня до конца дня», «срок был вчера»: by when something is due, as a teacher says it. */
export function dueWords(dueAt: string, late: boolean, zone: string, today: string): string {
  const midnight = timeAt(dueAt, zone) === '0:00'
  if (midnight) return dueByDay(addDays(dayAt(dueAt, zone), -1), late, today)
  const when = momentInWords(dueAt, zone, today)
  if (late) return `срок был ${when}`
  return dayAt(dueAt, zone) === today ? `до ${timeAt(dueAt, zone)}` : `срок ${when}`
}
