'use client'
import type { MovementKind } from '../generated/graph.js'
import { kindName } from '../orders/movement-words.js'
import styles from './new-year.module.css'

export type Exception = { readonly kind: MovementKind; readonly toClassId: string | null }

const kinds: readonly MovementKind[] = ['PROMOTED', 'REPEATS', 'GRADUATED', 'LEFT_FOR_SCHOOL', 'EXPELLED']
const intoClass = (kind: MovementKind) => kind === 'PROMOTED' || kind === 'REPEATS'

type Props = {
  readonly name: string
  readonly classes: readonly { readonly id: string; readonly name: string }[]
  readonly chosen: Exception | null
  readonly choose: (exception: Exception | null) => void
}

/** What becomes of one pupil, where it is not what the rule says. */
export function MoveChoice({ name, classes, chosen, choose }: Props) {
  const chooseKind = (value: string) => {
    const kind = kinds.find((one) => one === value)
    choose(kind ? { kind, toClassId: intoClass(kind) ? (classes[0]?.id ?? null) : null } : null)
  }
  return (
    <span className={styles.choice}>
      <select
        aria-label={`Что с учеником: ${name}`}
        value={chosen?.kind ?? ''}
        onChange={({ target }) => chooseKind(target.value)}
      >
        <option value="">по правилу</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {kindName[kind]}
          </option>
        ))}
      </select>
      {chosen && intoClass(chosen.kind) && (
        <select
          aria-label={`В какой класс: ${name}`}
          value={chosen.toClassId ?? ''}
          onChange={({ target }) => choose({ ...chosen, toClassId: target.value })}
        >
          {classes.map(({ id, name: className }) => (
            <option key={id} value={id}>
              {className}
            </option>
          ))}
        </select>
      )}
    </span>
  )
}
