import type { MarkNote, RowNotes } from './beside.js'
import { absenceLetter, isLow, markSign, type Cell, type CellMark } from './cells.js'
import styles from './grid.module.css'

type Props = { readonly cell: Cell; readonly notes?: RowNotes | undefined }

/** What stands in a cell: the absence first, then marks; a second one smaller, a retaken one struck, its retake after it. */
export function CellView({ cell, notes }: Props) {
  if (cell.closed) return null
  const { absence, marks } = cell
  const noted = (mark: CellMark): MarkNote | undefined => notes?.get(mark.id)
  const here = new Set(marks.map(({ id }) => id))
  const retakes = new Map(
    marks.flatMap((mark) => {
      const of = noted(mark)?.retakeOf
      return of && here.has(of) ? [[of, mark] as const] : []
    }),
  )
  const alone = marks.filter((mark) => ![...retakes.values()].includes(mark))
  return (
    <>
      {absence && <span className={styles.absence}>{absenceLetter[absence.code]}</span>}
      {alone.map((mark, index) => {
        const retake = retakes.get(mark.id)
        return (
          <span
            key={mark.id || `own-${index}`}
            className={index > 0 || absence || retake ? styles.further : undefined}
          >
            <OneMark mark={mark} retaken={retake !== undefined || (noted(mark)?.retaken ?? false)} />
            {retake && (
              <>
                /
                <OneMark mark={retake} retaken={false} />
              </>
            )}
          </span>
        )
      })}
      {marks.some((mark) => noted(mark)?.comment) && (
        <span className={styles.fold}>
          <span className="hidden">с примечанием</span>
        </span>
      )}
    </>
  )
}

function OneMark({ mark, retaken }: { readonly mark: CellMark; readonly retaken: boolean }) {
  if (retaken) {
    return (
      <s className={styles.retaken}>
        {markSign(mark.value)}
        <span className="hidden"> пересдана</span>
      </s>
    )
  }
  const names = [isLow(mark.value) ? styles.low : '', mark.version > 1 ? styles.changed : '']
  return <span className={names.join(' ')}>{markSign(mark.value)}</span>
}
