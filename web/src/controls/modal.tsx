'use client'
import { useEffect, useRef, type ReactNode } from 'react'

type Props = {
  readonly title: string
  readonly close: () => void
  readonly children: ReactNode
}

/** A dialog of the browser's own: it keeps the focus and Escape closes it. */
export function Modal({ title, close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    // The browser would take the first button, which only closes.
    const wanted = ['[data-first]', 'input:checked', 'input, select, textarea, button.main']
    const first = wanted.flatMap((what) => dialog.current?.querySelector<HTMLElement>(what) ?? [])[0]
    first?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog ref={dialog} onClose={close} aria-label={title}>
      <div className="row spread" style={{ flexWrap: 'nowrap', alignItems: 'start' }}>
        <h2>{title}</h2>
        <button type="button" className="link" onClick={() => dialog.current?.close()}>
          Закрыть
        </button>
      </div>
      {children}
    </dialog>
  )
}
