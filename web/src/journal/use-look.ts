// Looking at a cell without touching it: the pointer rests on it, or a finger is held.
'use client'
import { useCallback, useEffect, useRef, useState, type PointerEvent } from 'react'
import type { Looked } from './cell-popover.js'
import type { Page, PageRow } from './page.js'

const restMs = 700

export function useLook(page: Page, rows: readonly PageRow[]) {
  const [looked, setLooked] = useState<Looked | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const over = useRef<Element | null>(null)
  const close = useCallback(() => {
    clearTimeout(timer.current)
    over.current = null
    setLooked(null)
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  const show = (element: Element) => {
    const [row = -1, column = -1] = (element.getAttribute('data-cell') ?? '').split(':').map(Number)
    const pupilId = rows[row]?.pupilId
    const lessonId = page.lessons[column]?.id
    if (pupilId && lessonId) setLooked({ pupilId, lessonId, box: element.getBoundingClientRect() })
  }
  const rest = (event: PointerEvent) => {
    const element = event.target instanceof Element ? event.target.closest('[data-cell]') : null
    if (element === over.current) return
    close()
    over.current = element
    // An empty cell has nothing to tell; what it once held is on Alt+↓.
    if (element?.textContent && event.buttons === 0) timer.current = setTimeout(() => show(element), restMs)
  }
  const press = (event: PointerEvent) => {
    const element = event.target instanceof Element ? event.target.closest('[data-cell]') : null
    clearTimeout(timer.current)
    if (element && event.pointerType === 'touch') timer.current = setTimeout(() => show(element), restMs)
  }
  const hands = {
    onPointerOver: (event: PointerEvent) => (event.pointerType === 'mouse' ? rest(event) : undefined),
    onPointerLeave: (event: PointerEvent) => (event.pointerType === 'mouse' ? close() : undefined),
    onPointerDown: press,
    onPointerUp: () => clearTimeout(timer.current),
    onPointerCancel: () => clearTimeout(timer.current),
  }
  return { looked, show, close, hands }
}
