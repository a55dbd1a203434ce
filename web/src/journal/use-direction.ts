'use client'
import { useCallback, useState } from 'react'

/** Where the cursor goes after a mark: a class is asked from above downwards, a pupil's works from left to right. */
export type Direction = 'down' | 'right'

const name = 'zhurnal-direction'

function kept(): Direction {
  try {
    return localStorage.getItem(name) === 'right' ? 'right' : 'down'
  } catch {
    // A browser that keeps nothing.
    return 'down'
  }
}

/** Kept on the device: it is a habit of the hand, not a matter of the school's. */
export function useDirection(): readonly [Direction, (direction: Direction) => void] {
  const [direction, set] = useState(kept)
  const choose = useCallback((chosen: Direction) => {
    set(chosen)
    try {
      localStorage.setItem(name, chosen)
    } catch {
      // It holds for this page at least.
    }
  }, [])
  return [direction, choose]
}
