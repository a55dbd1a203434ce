'use client'
import { useEffect, useState } from 'react'

const settledMs = 300

/** What was typed, once the fingers rest. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), settledMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
