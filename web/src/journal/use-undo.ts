// Ctrl+Z: the person's own last act is taken back by a new one, as the record wants it; a refusal of that is told.
'use client'
import { useCallback, useEffect, useRef } from 'react'
import { inverseOf } from './enter.js'
import type { Act } from './acts.js'
import type { JournalStore, JournalView } from './store.js'

type Inverse = () => Act | null

export type Undo = {
  /** Enters acts that one press of Ctrl+Z takes back together. */
  readonly enter: (acts: readonly (() => Act | null)[]) => number
  readonly takeBack: () => void
}

const most = 100

export function useUndo(store: JournalStore, view: JournalView, tell: (notice: string | null) => void): Undo {
  const done = useRef<(readonly Inverse[])[]>([])
  const undone = useRef(new Set<string>())
  // Each act is made when its turn comes: it is compared with what those before it have left.
  const enter = useCallback(
    (makers: readonly (() => Act | null)[]) => {
      const inverses: Inverse[] = []
      let entered = 0
      for (const make of makers) {
        const act = make()
        if (!act) continue
        const inverse = inverseOf(store, act)
        if (inverse) inverses.unshift(inverse)
        store.enter(act)
        entered += 1
      }
      if (inverses.length > 0) done.current = [...done.current, inverses].slice(-most)
      return entered
    },
    [store],
  )
  const takeBack = useCallback(() => {
    while (done.current.length > 0) {
      let entered = 0
      for (const inverse of done.current.pop() ?? []) {
        const act = inverse()
        if (!act) continue
        undone.current.add(act.requestId)
        store.enter(act)
        entered += 1
      }
      // What never came to stand (it was refused) has nothing to be taken back.
      if (entered > 0) return tell(entered === 1 ? 'Последняя запись взята назад' : `Взято назад: ${entered}`)
    }
    tell('Возвращать больше нечего')
  }, [store, tell])
  useEffect(() => {
    const refused = view.stuck.find(({ id }) => undone.current.has(id))
    if (!refused) return
    undone.current.delete(refused.id)
    tell(`Вернуть не удалось: ${refused.refusal.message}`)
  }, [view.stuck, tell])
  return { enter, takeBack }
}
