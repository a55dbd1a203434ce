'use client'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useState, type ReactNode } from 'react'
import { withInitials } from '../school/words.js'
import { longDate, timeAt } from '../school/dates.js'
import { firstPage, sectionName, type Hat } from '../session/hats.js'
import { useSession } from '../session/session.js'
import { SignOut } from '../session/sign-out.js'
import { LockNow } from '../desk/lock-now.js'
import { UnsentBar } from '../unsent/unsent-bar.js'
import { useHat } from './use-hat.js'
import styles from './shell.module.css'

export function Shell({ children }: { readonly children: ReactNode }) {
  const { today, school } = useSession()
  const hat = useHat()
  const [, , section] = usePathname().split('/')
  return (
    <>
      <a href="#content" className={styles.skip}>
        К содержанию
      </a>
      <header className={styles.head}>
        <HatSwitch hat={hat} />
        <nav aria-label="Разделы" className={styles.nav}>
          {hat.sections.map((one) => (
            <Link key={one} href={`/${hat.slug}/${one}`} aria-current={one === section ? 'page' : undefined}>
              {sectionName[one]}
            </Link>
          ))}
        </nav>
        <span className={styles.now}>
          <span className={styles.date}>{longDate(today)} · </span>
          <Clock />
          <span className="hidden">{school.name}</span>
        </span>
        <PersonMenu hat={hat} />
      </header>
      <UnsentBar />
      <div id="content">{children}</div>
    </>
  )
}

function HatSwitch({ hat }: { readonly hat: Hat }) {
  const { hats } = useSession()
  const router = useRouter()
  if (hats.length === 1) return <b className={styles.hat}>{hat.name}</b>
  return (
    <label className={styles.hat}>
      <span className="hidden">Кем вы работаете сейчас</span>
      <select
        value={hat.slug}
        onChange={({ target }) => {
          const chosen = hats.find(({ slug }) => slug === target.value)
          if (chosen) router.push(firstPage(chosen))
        }}
      >
        {hats.map((one) => (
          <option key={one.slug} value={one.slug}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  )
}

function Clock() {
  const { zone } = useSession()
  const [now, setNow] = useState(() => timeAt(new Date().toISOString(), zone))
  useEffect(() => {
    const timer = setInterval(() => setNow(timeAt(new Date().toISOString(), zone)), 5_000)
    return () => clearInterval(timer)
  }, [zone])
  return <time>{now}</time>
}

function PersonMenu({ hat }: { readonly hat: Hat }) {
  const { fullName } = useSession()
  return (
    <details className={styles.person}>
      <summary>{withInitials(fullName)}</summary>
      <div className={styles.menu}>
        <p className="small muted">{fullName}</p>
        <Link href={`/${hat.slug}/sessions`}>Мой вход</Link>
        <LockNow />
        <SignOut />
      </div>
    </details>
  )
}

/** The frame before it is known who is signed in, of the same height as the real one. */
export function ShellWaiting() {
  return (
    <>
      <header className={styles.head} aria-busy="true">
        <b className={styles.hat}>Журнал</b>
      </header>
      <main className="page" aria-busy="true">
        <h1 className="hidden">Страница открывается</h1>
      </main>
    </>
  )
}
