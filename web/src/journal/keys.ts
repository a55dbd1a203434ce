// What a key means in the grid. By the physical key (KeyboardEvent.code), so that it does not matter whether the
// Russian or the Latin layout is on.
import type { AbsenceCode } from '../generated/graph.js'

export type Intent =
  | { readonly kind: 'mark'; readonly value: string; readonly second: boolean }
  | { readonly kind: 'absence'; readonly code: AbsenceCode }
  | { readonly kind: 'clear' }
  | { readonly kind: 'open' }
  | { readonly kind: 'history' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'move'; readonly rows: number; readonly columns: number }
  | { readonly kind: 'extend'; readonly rows: number; readonly columns: number }
  | { readonly kind: 'unselect' }
  | { readonly kind: 'add-work' }
  | { readonly kind: 'edge'; readonly to: 'start' | 'end' | 'top' | 'bottom' }

export type Key = {
  readonly code: string
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

const letters: Readonly<Record<string, AbsenceCode>> = {
  KeyY: 'ABSENT',
  Comma: 'ILL',
  KeyE: 'EXCUSED',
  KeyJ: 'LATE',
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Enter: [1, 0],
  NumpadEnter: [1, 0],
  PageUp: [-10, 0],
  PageDown: [10, 0],
}

/** Null: the key is the browser's. */
export function intentOf(key: Key): Intent | null {
  if (key.ctrlKey || key.metaKey) return withControl(key)
  if (key.altKey) return key.code === 'ArrowDown' ? { kind: 'history' } : null
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(key.code)?.[1]
  if (digit) return { kind: 'mark', value: digit, second: key.shiftKey }
  const letter = letters[key.code]
  if (letter) return { kind: 'absence', code: letter }
  if (isPlus(key)) return { kind: 'add-work' }
  if (isPoint(key)) return { kind: 'mark', value: '.', second: key.shiftKey }
  return movement(key)
}

function withControl(key: Key): Intent | null {
  if (key.code === 'KeyZ' && !key.shiftKey) return { kind: 'undo' }
  if (key.code === 'Home') return { kind: 'edge', to: 'top' }
  if (key.code === 'End') return { kind: 'edge', to: 'bottom' }
  return null
}

// The point stands on another key in the Russian layout than in the Latin one, so the sign counts as well.
const isPoint = (key: Key): boolean =>
  key.key === '.' || key.code === 'Period' || key.code === 'NumpadDecimal'

const isPlus = (key: Key): boolean => key.key === '+' || key.code === 'NumpadAdd'

function movement({ code, shiftKey }: Key): Intent | null {
  const move = moves[code]
  if (move) {
    const [rows, columns] = move
    if (shiftKey && code.startsWith('Arrow')) return { kind: 'extend', rows, columns }
    const back = shiftKey && (code === 'Enter' || code === 'NumpadEnter') ? -1 : 1
    return { kind: 'move', rows: rows * back, columns }
  }
  if (code === 'Tab') return { kind: 'move', rows: 0, columns: shiftKey ? -1 : 1 }
  if (code === 'Home') return { kind: 'edge', to: 'start' }
  if (code === 'End') return { kind: 'edge', to: 'end' }
  if (code === 'Backspace' || code === 'Delete') return { kind: 'clear' }
  if (code === 'Escape') return { kind: 'unselect' }
  if (code === 'Space' || code === 'F2') return { kind: 'open' }
  return null
}
