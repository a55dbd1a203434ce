'use client'
import { useState } from 'react'
import { Modal } from '../controls/modal.js'
import { plural } from '../school/words.js'
import type { Square } from './squares.js'
import type { Setting } from './use-setting.js'
import styles from './results.module.css'

type Props = {
  /** «Алгебра, 2 четверть». */
  readonly of: string
  /** Without a mark, with a proposal. */
  readonly squares: readonly Square[]
  readonly setting: Setting
}

/** All that the rule proposes in one column, after a question that says how many of what. */
export function Accept({ of, squares, setting }: Props) {
  const [asking, setAsking] = useState(false)
  const target = squares[0]?.target
  if (!target) return null
  const counts = new Map<string, number>()
  for (const { proposed } of squares) counts.set(proposed ?? '', (counts.get(proposed ?? '') ?? 0) + 1)
  const accept = async () => {
    const done = await setting.set(
      target,
      squares.map((square) => ({ square, value: square.proposed ?? '' })),
    )
    if (done) setAsking(false)
  }
  return (
    <>
      <button type="button" className={`link ${styles.act}`} onClick={() => setAsking(true)}>
        принять
      </button>
      {asking && (
        <Modal title="Выставить то, что выходит по правилу" close={() => setAsking(false)}>
          <p>{of}.</p>
          <p>
            {plural(squares.length, 'отметка', 'отметки', 'отметок')}:{' '}
            {[...counts]
              .sort(([one], [other]) => other.localeCompare(one, 'ru'))
              .map(([value, count]) => `«${value}» — ${count}`)
              .join(', ')}
            . Уже выставленные не изменятся.
          </p>
          {setting.refusal && (
            <p role="alert" className="red">
              {setting.refusal.message}
            </p>
          )}
          <button type="button" className="main" disabled={setting.busy} onClick={() => void accept()}>
            Выставить
          </button>
        </Modal>
      )}
    </>
  )
}
