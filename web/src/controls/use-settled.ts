'use client'
import { useEffect, useState } from 'react'

const settledMs = 300

/** What was typed, once the fingers rest. An object has to be memoized. */
export function useSettled<Typed>(typed: Typed): Typed {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), settledMs)
    return () => clearTimeout(timer)
  }, [typed])
  return settled
}
