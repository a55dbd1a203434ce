// The grid: a table that is walked and filled by keyboard. It draws; what a key does is decided in use-entry.
'use client'
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
} from 'react'
import { useSession } from '../session/session.js'
import { periodSpot, spot } from './acts.js'
import { blockIn, type Block, type Cursor } from './block.js'
import { absenceLetter } from './cells.js'
import { whenIs } from './columns.js'
import { GridHead } from './grid-head.js'
import { GridRow, letterOf, type Stuck } from './grid-row.js'
import { intentOf, type Intent } from './keys.js'
import type { Page, PageRow } from './page.js'
import type { JournalView, Refused } from './store.js'
import { useLook } from './use-look.js'
import { CellPopover } from './cell-popover.js'
import styles from './grid.module.css'

type Props = {
  readonly page: Page
  readonly view: JournalView
  readonly rows: readonly PageRow[]
  /** Row -1 is the head. The column after the last lesson is the period mark. */
  readonly cursor: Cursor
  readonly block: Block | null
  readonly chosen: number
  readonly withPeriodMarks: boolean
  readonly readOnly: boolean
  readonly move: (cursor: Cursor) => void
  readonly meant: (intent: Intent, at?: Cursor) => void
  readonly openLesson: (column: number) => void
  readonly extendTo: (cursor: Cursor) => void
  readonly copied: () => string
  readonly pasted: (text: string) => void
  readonly openMean: (pupilId: string) => void
}

export function Grid({ page, view, rows, cursor, block, chosen, withPeriodMarks, readOnly, ...act }: Props) {
  const { today } = useSession()
  const scroll = useRef<HTMLDivElement>(null)
  const times = useMemo(
    () => page.lessons.map((lesson) => letterOf[whenIs(lesson, today)]).join(''),
    [page.lessons, today],
  )
  useFocusAtCursor(scroll, cursor)
  useColumnInView(scroll, cursor.column)
  const look = useLook(page, rows)
  const meant = (intent: Intent) => {
    if (intent.kind !== 'history' || cursor.column >= page.lessons.length) return act.meant(intent)
    const cell = scroll.current?.querySelector(`[data-cell="${cursor.row}:${cursor.column}"]`)
    if (cell) look.show(cell)
  }
  const clicked = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return
    const mean = event.target.closest('[data-mean]')?.getAttribute('data-mean')
    if (mean) return act.openMean(mean)
    const place = event.target.closest('[data-cell]')
    const [row, column] = (place?.getAttribute('data-cell') ?? '').split(':').map(Number)
    if (row === undefined || column === undefined || !place) return
    if (event.shiftKey) return act.extendTo({ row, column })
    act.move({ row, column })
    if (event.detail === 2 || (event.detail === 1 && place.getAttribute('data-stuck'))) {
      act.meant({ kind: 'open' }, { row, column })
    }
  }
  return (
    <div ref={scroll} className={styles.scroll} tabIndex={-1}>
      <table
        role="grid"
        className={styles.grid}
        aria-label={`${page.learnersName}, ${page.subjectName}, ${page.periodName}`}
        aria-rowcount={page.rows.length + 2}
        aria-colcount={page.lessons.length + 5}
        aria-readonly={readOnly}
        aria-multiselectable
        onClick={clicked}
        onKeyDown={(event) => keyPressed(event, cursor, meant)}
        onCopy={(event) => copy(event, act.copied())}
        onPaste={(event) => {
          event.preventDefault()
          act.pasted(event.clipboardData.getData('text/plain'))
        }}
        {...look.hands}
      >
        <GridHead
          lessons={page.lessons}
          pupils={page.rows.length}
          today={today}
          periodName={page.periodName}
          chosen={chosen}
          cursor={cursor.row < 0 ? cursor.column : -1}
          open={act.openLesson}
        />
        <tbody>
          {rows.map((row, index) => (
            <GridRow
              key={row.pupilId}
              index={index}
              row={row}
              times={times}
              cursor={cursor.row === index ? cursor.column : -1}
              chosen={chosen}
              pending={pendingOf(page, view, row.pupilId)}
              stuck={stuckOf(page, view, row.pupilId)}
              today={today}
              withPeriodMarks={withPeriodMarks}
              notes={page.beside?.notes.get(row.pupilId)}
              block={blockIn(block, index)}
            />
          ))}
        </tbody>
      </table>
      {look.looked && <CellPopover page={page} looked={look.looked} close={look.close} />}
    </div>
  )
}

function keyPressed(event: KeyboardEvent, cursor: Cursor, meant: (intent: Intent) => void): void {
  const intent = intentOf(event)
  if (!intent) return
  // In the head Enter and Space press the button that stands there.
  if (cursor.row < 0 && (intent.kind === 'open' || event.code.endsWith('Enter'))) return
  event.preventDefault()
  meant(intent)
}

/** What is marked as text by the mouse is copied as text. */
function copy(event: ClipboardEvent, text: string): void {
  if (window.getSelection()?.toString()) return
  event.preventDefault()
  event.clipboardData.setData('text/plain', text)
}

function pendingOf(page: Page, { pending }: JournalView, pupilId: string): string {
  if (pending.size === 0) return ''
  const columns = page.lessons.flatMap(({ id }, index) => (pending.has(spot(id, pupilId)) ? [index] : []))
  return (pending.has(periodSpot(pupilId)) ? [...columns, page.lessons.length] : columns).join(',')
}

function stuckOf(page: Page, { refused }: JournalView, pupilId: string): string {
  if (refused.size === 0) return ''
  const at = [...page.lessons.map(({ id }) => spot(id, pupilId)), periodSpot(pupilId)]
  const stuck = at.flatMap((place, column): Stuck[] => {
    const one = refused.get(place)
    return one ? [{ column, own: ownText(one), reason: one.refusal.message }] : []
  })
  return stuck.length > 0 ? JSON.stringify(stuck) : ''
}

/** What the person wanted to stand there. */
export function ownText({ act }: Refused): string {
  if (act.kind === 'absence') return act.absence ? absenceLetter[act.absence.code] : 'есть'
  if (act.kind === 'mark' || act.kind === 'period') return act.value ?? 'снять'
  return ''
}

function useFocusAtCursor(scroll: React.RefObject<HTMLDivElement | null>, { row, column }: Cursor): void {
  const first = useRef(true)
  useEffect(() => {
    const place = row < 0 ? `[data-head="${column}"]` : `[data-cell="${row}:${column}"]`
    const target = scroll.current?.querySelector(place)
    if (!(target instanceof HTMLElement)) return
    target.focus({ preventScroll: first.current })
    if (!first.current) target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    first.current = false
  }, [scroll, row, column])
}

// The page opens with its column in the middle of what can be seen.
function useColumnInView(scroll: React.RefObject<HTMLDivElement | null>, column: number): void {
  const done = useRef(false)
  useLayoutEffect(() => {
    const box = scroll.current
    const head = box?.querySelector(`[data-head="${column}"]`)
    if (done.current || !box || !(head instanceof HTMLElement)) return
    done.current = true
    const at = head.getBoundingClientRect().left - box.getBoundingClientRect().left
    box.scrollLeft += at - box.clientWidth * 0.62
  }, [scroll, column])
}
