// What an intent does: walks, enters, opens, takes back.
'use client'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useSession } from '../session/session.js'
import type { Act } from './acts.js'
import { blockOf, blockText, type Block, type Cursor } from './block.js'
import { absenceLetter, isMissed } from './cells.js'
import { absenceAct, absenceKeyAct, aim, clearAct, markAct, whyClosed, type Place } from './enter.js'
import type { Intent } from './keys.js'
import { cellOf, columnOf, workForKeys, type PageRow } from './page.js'
import { linesOf, planPaste, type PastePlan } from './paste.js'
import type { JournalStore, JournalView } from './store.js'
import type { Direction } from './use-direction.js'
import { useUndo } from './use-undo.js'

export type Opened = Place
export type PeriodMarkWanted = { readonly pupilId: string; readonly value: string | null }

type Options = {
  readonly store: JournalStore
  readonly view: JournalView
  readonly rows: readonly PageRow[]
  readonly start: Cursor
  readonly readOnly: boolean
  readonly direction: Direction
  readonly openCell: (opened: Opened) => void
  readonly showHistory: (place: Place) => void
  readonly askPeriodMark: (wanted: PeriodMarkWanted) => void
  readonly showPaste: (plan: PastePlan) => void
  readonly addWork: (column: number) => void
}

export type Entry = {
  readonly cursor: Cursor
  readonly block: Block | null
  readonly move: (cursor: Cursor) => void
  readonly extendTo: (cursor: Cursor) => void
  readonly meant: (intent: Intent, at?: Cursor) => void
  readonly enter: (act: Act | null) => void
  readonly paste: (plan: PastePlan) => void
  /** The block as text, for a spreadsheet. */
  readonly copied: () => string
  readonly pasted: (text: string) => void
  readonly notice: string | null
  readonly tell: (notice: string | null) => void
}

export function useEntry(options: Options): Entry {
  const { store, view, rows, readOnly, direction } = options
  const { today } = useSession()
  const [cursor, setCursor] = useState(options.start)
  const [anchor, setAnchor] = useState<Cursor | null>(null)
  const [notice, tell] = useState<string | null>(null)
  const warned = useRef('')
  const undo = useUndo(store, view, tell)
  const enter = useCallback(
    (act: Act | null) => {
      if (undo.enter([() => act]) > 0) tell(null)
    },
    [undo],
  )
  const page = view.page
  const last = page?.lessons.length ?? 0
  const block = useMemo(() => blockOf(anchor, cursor), [anchor, cursor])
  const within = (row: number, column: number): Cursor => ({
    row: Math.max(-1, Math.min(rows.length - 1, row)),
    column: Math.max(0, Math.min(last, column)),
  })
  const move = useCallback((to: Cursor) => {
    setAnchor(null)
    setCursor(to)
  }, [])
  const extendTo = (to: Cursor) => {
    setAnchor(anchor ?? cursor)
    setCursor({ row: Math.max(0, to.row), column: Math.min(last - 1, to.column) })
  }
  const go = (row: number, column: number) => move(within(row, column))
  const onward = ({ row, column }: Cursor) =>
    direction === 'down' ? go(row + 1, column) : go(row, column + 1)
  const placeAt = ({ row, column }: Cursor): Place | null => {
    const pupilId = rows[row]?.pupilId
    const lessonId = page?.lessons[column]?.id
    return pupilId && lessonId ? { pupilId, lessonId } : null
  }
  /** A mark for somebody who was not there asks once. */
  const askedOnce = ({ lessonId, pupilId }: Place): boolean => {
    const { absence, marks } = page ? cellOf(page, lessonId, pupilId) : { absence: null, marks: [] }
    const key = `${lessonId} ${pupilId}`
    if (!absence || !isMissed(absence) || marks.length > 0 || warned.current === key) return false
    warned.current = key
    tell(`Стоит «${absenceLetter[absence.code]}». Если отметка нужна, нажмите ещё раз`)
    return true
  }
  const write = (intent: Intent, at: Cursor) => {
    const place = placeAt(at)
    if (!place || !page) return
    if (readOnly) return tell('Страница открыта для чтения')
    if (intent.kind === 'clear' && block) return clearBlock(block)
    const closed = whyClosed(page, place, today)
    if (closed) {
      tell(closed)
      // The next key is meant for the next pupil, whether or not this one's row was open.
      if (intent.kind !== 'clear' && rows[at.row]?.locked) onward(at)
      return
    }
    if (intent.kind === 'mark') {
      if (askedOnce(place)) return
      enter(markAct(store, place, intent.value, intent.second))
      if (!intent.second) onward(at)
    } else if (intent.kind === 'absence') {
      enter(absenceKeyAct(store, place, intent.code))
      onward(at)
    } else if (intent.kind === 'clear') enter(clearAct(store, place))
  }
  const clearBlock = ({ top, bottom, left, right }: Block) => {
    const places = rows
      .slice(top, bottom + 1)
      .flatMap((_, down) =>
        Array.from({ length: right - left + 1 }, (_, by) => placeAt({ row: top + down, column: left + by })),
      )
    const open = places.flatMap((place) => (place && page && !whyClosed(page, place, today) ? [place] : []))
    const count = undo.enter(open.map((place) => () => clearAct(store, place)))
    tell(count > 0 ? `Снято: ${count}. Ctrl+Z вернёт` : 'Снимать нечего')
  }
  const paste = ({ entries }: PastePlan) => {
    const makers = entries.flatMap(({ lessonId, pupilId, values, absence }) => {
      const place = { lessonId, pupilId }
      const lesson = page?.lessons[columnOf(page, lessonId)]
      const work = lesson ? workForKeys(lesson) : 0
      const letter = absence ? [() => absenceAct(store, place, { code: absence, minutes: null })] : []
      return [...letter, ...values.map((value, index) => () => aim(store, place, work, index, value))]
    })
    undo.enter(makers)
    tell(`Вставлено клеток: ${entries.length}. Ctrl+Z вернёт всё разом`)
  }
  const pasted = (text: string) => {
    if (!page || cursor.row < 0 || cursor.column >= last || text.trim() === '') return
    if (readOnly) return tell('Страница открыта для чтения')
    const corner = block ? { row: block.top, column: block.left } : cursor
    options.showPaste(planPaste(page, rows, corner, linesOf(text), today))
  }
  const copied = () =>
    blockText(
      rows,
      block ?? { top: cursor.row, bottom: cursor.row, left: cursor.column, right: cursor.column },
    )
  const meant = (intent: Intent, at: Cursor = cursor) => {
    const { row, column } = at
    const pupilId = rows[row]?.pupilId
    if (intent.kind === 'move') return go(row + intent.rows, column + intent.columns)
    if (intent.kind === 'extend')
      return extendTo({ row: row + intent.rows, column: Math.max(0, column + intent.columns) })
    if (intent.kind === 'unselect') return move(cursor)
    if (intent.kind === 'edge') return goEdge(intent.to, at)
    if (intent.kind === 'undo') return undo.takeBack()
    if (intent.kind === 'add-work') return column < last ? options.addWork(column) : undefined
    if (pupilId && column === last) return periodMark(intent, pupilId)
    if (intent.kind !== 'open' && intent.kind !== 'history') return write(intent, at)
    const place = placeAt(at)
    if (place) (intent.kind === 'open' ? options.openCell : options.showHistory)(place)
  }
  const goEdge = (to: 'start' | 'end' | 'top' | 'bottom', { row, column }: Cursor) => {
    if (to === 'start' || to === 'end') return go(row, to === 'start' ? 0 : last - 1)
    go(to === 'top' ? 0 : rows.length - 1, column)
  }
  const periodMark = (intent: Intent, of: string) => {
    if (intent.kind === 'mark')
      options.askPeriodMark({ pupilId: of, value: intent.value === '.' ? null : intent.value })
    if (intent.kind === 'open') options.askPeriodMark({ pupilId: of, value: null })
  }
  return { cursor, block, move, extendTo, meant, enter, paste, copied, pasted, notice, tell }
}
