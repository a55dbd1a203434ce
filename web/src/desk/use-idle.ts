'use client'
import { useEffect, useRef } from 'react'
import { desksChanged } from './channel.js'
import { useSession } from '../session/session.js'

/** How long a desk with a PIN stays open while nobody touches it. */
export const idleMs = 10 * 60_000
const lookMs = 5_000
const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Calls when nothing was touched for `idleMs`, in any tab of this window, and when the keys are pressed. */
export function useIdle(on: boolean, lock: () => void): void {
  const { again } = useSession()
  const latest = useRef(lock)
  latest.current = lock
  useEffect(() => {
    if (!on) return
    let touched = Date.now()
    const touch = () => {
      touched = Date.now()
    }
    const press = (event: KeyboardEvent) => {
      // The physical key: the layout may be Russian.
      if (!event.altKey || !event.shiftKey || event.code !== 'KeyL') return
      event.preventDefault()
      latest.current()
    }
    const timer = setInterval(() => {
      if (Date.now() - touched < idleMs) return
      touch()
      latest.current()
    }, lookMs)
    for (const sign of signs) window.addEventListener(sign, touch, { passive: true })
    window.addEventListener('keydown', press)
    return () => {
      clearInterval(timer)
      for (const sign of signs) window.removeEventListener(sign, touch)
      window.removeEventListener('keydown', press)
    }
  }, [on])
  // Another tab has locked the desk of this session.
  useEffect(() => desksChanged.hear(() => void again()), [again])
}
