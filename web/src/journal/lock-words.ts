/** «1 ч 12 мин», «3 мин», «меньше минуты»: how long until an instant; `now` in milliseconds of the epoch. */
export function timeLeft(until: string, now: number): string {
  const minutes = Math.floor((Date.parse(until) - now) / 60_000)
  if (minutes < 1) return 'меньше минуты'
  const hours = Math.floor(minutes / 60)
  return [hours > 0 ? `${hours} ч` : '', minutes % 60 > 0 ? `${minutes % 60} мин` : '']
    .filter(Boolean)
    .join(' ')
}
