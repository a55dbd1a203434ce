'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { addDays, longDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import styles from './day-arrows.module.css'

type Props = { readonly day: string; readonly step?: number; readonly word?: string }

/** To the day before and after; the address says which day it is. */
export function DayArrows({ day, step = 1, word = 'день' }: Props) {
  const { today } = useSession()
  const path = usePathname()
  const at = (other: string) => (other === today ? path : `${path}?on=${other}`)
  const name = (by: number) =>
    step === 1 ? longDate(addDays(day, by)) : by < 0 ? 'неделя раньше' : 'неделя позже'
  return (
    <nav aria-label={`Другой ${word}`} className={styles.arrows}>
      {day !== today && step === 1 && (
        <Link className="button" href={path}>
          Сегодня
        </Link>
      )}
      <Link className="button" href={at(addDays(day, -step))} aria-label={name(-step)}>
        ‹
      </Link>
      <Link className="button" href={at(addDays(day, step))} aria-label={name(step)}>
        ›
      </Link>
    </nav>
  )
}
