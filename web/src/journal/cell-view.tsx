import { absenceLetter, isLow, markSign, type Cell } from './cells.js'
import styles from './grid.module.css'

/** What stands in a cell: the absence first, then marks; a second one smaller. */
export function CellView({ cell }: { readonly cell: Cell }) {
  if (cell.closed) return null
  const { absence, marks } = cell
  return (
    <>
      {absence && <span className={styles.absence}>{absenceLetter[absence.code]}</span>}
      {marks.map((mark, index) => (
        <span
          key={mark.id || `own-${index}`}
          className={[
            isLow(mark.value) ? styles.low : '',
            mark.version > 1 ? styles.changed : '',
            index > 0 || absence ? styles.further : '',
          ].join(' ')}
        >
          {markSign(mark.value)}
        </span>
      ))}
    </>
  )
}
