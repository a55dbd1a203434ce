'use client'
import { useEffect, useRef } from 'react'
import styles from './journal.module.css'

export type MoreItem = { readonly words: string; readonly run: () => void }

/** What is seldom wanted, under one button. */
export function MoreMenu({ items }: { readonly items: readonly MoreItem[] }) {
  const menu = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const away = (event: Event) => {
      const own = menu.current
      const inside = event.target instanceof Node && own?.contains(event.target)
      const escaped = event instanceof KeyboardEvent && event.key === 'Escape'
      if (own && (escaped || (!inside && !(event instanceof KeyboardEvent)))) own.open = false
    }
    document.addEventListener('pointerdown', away)
    document.addEventListener('keydown', away)
    return () => {
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('keydown', away)
    }
  }, [])
  return (
    <details ref={menu} className={styles.more}>
      <summary className="button">Ещё</summary>
      <ul>
        {items.map(({ words, run }) => (
          <li key={words}>
            <button
              type="button"
              onClick={() => {
                if (menu.current) menu.current.open = false
                run()
              }}
            >
              {words}
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
