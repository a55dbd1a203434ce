// Why a page is closed, who opens it, and for how long it is open.
'use client'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { momentInWords } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useHat } from '../shell/use-hat.js'
import { useSession } from '../session/session.js'
import { timeLeft } from './lock-words.js'
import { openUntil, type Page } from './page.js'
import styles from './journal.module.css'

type Props = {
  readonly page: Page
  /** The unlock has ended: the page is read again. */
  readonly ended: () => void
}

export function PageLock({ page, ended }: Props) {
  const { zone, today } = useSession()
  const { slug } = useHat()
  const now = useNow(page.beside?.unlockedUntil ?? null, ended)
  const until = openUntil(page, now)
  const others = page.beside?.unlocks.filter((one) => one.open && one.until !== until) ?? []
  if (until) {
    const own = page.beside?.unlocks.find((one) => one.until === until)
    return (
      <p className={styles.opened} role="status">
        <b>Страница открыта для вас</b> до {momentInWords(until, zone, today).replace(/^сегодня в /, '')},
        осталось {timeLeft(until, now)}.{own ? ` ${withInitials(own.openedByName)}: «${own.reason}».` : ''}{' '}
        Всё, что вы измените, войдёт в журнал как исправление.
      </p>
    )
  }
  if (!page.locked) return null
  return (
    <p className={styles.locked}>
      <b>Страница закрыта</b>: отметки за период выставлены, текущие больше не меняют (п. 6.2).{' '}
      {slug === 'coordinator' ? (
        <Link href="/coordinator/record/unlocks">Открыть её на время</Link>
      ) : (
        'Открыть её на время может координатор: назовите ему класс, предмет и причину.'
      )}
      {others.map((one) => (
        <span key={one.id}>
          {' '}
          Сейчас открыта для {withInitials(one.personName)} до {momentInWords(one.until, zone, today)}.
        </span>
      ))}
    </p>
  )
}

/** The instant, twice a minute while an unlock runs, and once at its end. */
function useNow(until: string | null, ended: () => void): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const left = until ? Date.parse(until) - Date.now() : 0
    if (left <= 0) return
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    const end = setTimeout(() => {
      setNow(Date.now())
      ended()
    }, left + 500)
    return () => {
      clearInterval(timer)
      clearTimeout(end)
    }
  }, [until, ended])
  return now
}
