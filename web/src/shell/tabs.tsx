// Pages of one section, side by side.
'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useHat } from './use-hat.js'
import styles from './tabs.module.css'

export type Tab = {
  /** What follows the section in the address; '' is the section's own page. */
  readonly path: string
  readonly name: string
}

export function Tabs({ section, tabs }: { readonly section: string; readonly tabs: readonly Tab[] }) {
  const { slug } = useHat()
  const path = usePathname()
  const of = (tab: Tab) => `/${slug}/${section}${tab.path && `/${tab.path}`}`
  return (
    <nav aria-label="Страницы раздела" className={styles.tabs}>
      {tabs.map((tab) => (
        <Link key={tab.path} href={of(tab)} aria-current={of(tab) === path ? 'page' : undefined}>
          {tab.name}
        </Link>
      ))}
    </nav>
  )
}
