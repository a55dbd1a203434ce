// What an intent does: walks, enters, opens, takes back.
'use client'
import { useCallback, useRef, useState } from 'react'
import { useSession } from '../session/session.js'
import type { Act } from './acts.js'
import { absenceKeyAct, clearAct, inverseOf, markAct, whyClosed, type Place } from './enter.js'
import type { Cursor } from './grid.js'
import type { Intent } from './keys.js'
import type { PageRow } from './page.js'
import type { JournalStore } from './store.js'

export type Opened = Place & { readonly history: boolean }
export type PeriodMarkWanted = { readonly pupilId: string; readonly value: string | null }

type Options = {
  readonly store: JournalStore
  readonly rows: readonly PageRow[]
  readonly start: Cursor
  readonly readOnly: boolean
  readonly openCell: (opened: Opened) => void
  readonly askPeriodMark: (wanted: PeriodMarkWanted) => void
}

export type Entry = {
  readonly cursor: Cursor
  readonly move: (cursor: Cursor) => void
  readonly meant: (intent: Intent, at?: Cursor) => void
  readonly enter: (act: Act | null) => void
  readonly notice: string | null
  readonly tell: (notice: string | null) => void
}

export function useEntry({ store, rows, start, readOnly, openCell, askPeriodMark }: Options): Entry {
  const { today } = useSession()
  const [cursor, setCursor] = useState(start)
  const [notice, tell] = useState<string | null>(null)
  const taken = useRef<(() => Act | null)[]>([])
  const enter = useCallback(
    (act: Act | null) => {
      if (!act) return
      const inverse = inverseOf(store, act)
      if (inverse) taken.current.push(inverse)
      tell(null)
      store.enter(act)
    },
    [store],
  )
  const page = store.view().page
  const last = page?.lessons.length ?? 0
  const go = (row: number, column: number) =>
    setCursor({
      row: Math.max(-1, Math.min(rows.length - 1, row)),
      column: Math.max(0, Math.min(last, column)),
    })
  const placeAt = ({ row, column }: Cursor): Place | null => {
    const pupilId = rows[row]?.pupilId
    const lessonId = page?.lessons[column]?.id
    return pupilId && lessonId ? { pupilId, lessonId } : null
  }
  const write = (intent: Intent, { row, column }: Cursor) => {
    const place = placeAt({ row, column })
    if (!place || !page) return
    if (readOnly) return tell('Страница открыта для чтения')
    const closed = whyClosed(page, place, today)
    if (closed) {
      tell(closed)
      // The next key is meant for the next pupil, whether or not this one's row was open.
      if (intent.kind !== 'clear' && rows[row]?.locked) go(row + 1, column)
      return
    }
    if (intent.kind === 'mark') {
      enter(markAct(store, place, intent.value, intent.second))
      if (!intent.second) go(row + 1, column)
    } else if (intent.kind === 'absence') {
      enter(absenceKeyAct(store, place, intent.code))
      go(row + 1, column)
    } else if (intent.kind === 'clear') enter(clearAct(store, place))
  }
  const meant = (intent: Intent, at: Cursor = cursor) => {
    const { row, column } = at
    const pupilId = rows[row]?.pupilId
    if (intent.kind === 'move') return go(row + intent.rows, column + intent.columns)
    if (intent.kind === 'edge') return goEdge(intent.to, at)
    if (intent.kind === 'undo') return takeBack()
    if (pupilId && column === last) return periodMark(intent, pupilId)
    if (intent.kind !== 'open' && intent.kind !== 'history') return write(intent, at)
    const place = placeAt(at)
    if (place) openCell({ ...place, history: intent.kind === 'history' })
  }
  const goEdge = (to: 'start' | 'end' | 'top' | 'bottom', { row, column }: Cursor) => {
    if (to === 'start' || to === 'end') return go(row, to === 'start' ? 0 : last - 1)
    go(to === 'top' ? 0 : rows.length - 1, column)
  }
  const takeBack = () => {
    const act = taken.current.pop()?.()
    if (!act) return tell('Возвращать больше нечего')
    tell('Последняя запись взята назад')
    store.enter(act)
  }
  const periodMark = (intent: Intent, of: string) => {
    if (intent.kind === 'mark')
      askPeriodMark({ pupilId: of, value: intent.value === '.' ? null : intent.value })
    if (intent.kind === 'open') askPeriodMark({ pupilId: of, value: null })
  }
  return { cursor, move: setCursor, meant, enter, notice, tell }
}
