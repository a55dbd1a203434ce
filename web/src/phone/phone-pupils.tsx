import { spot } from '../journal/acts.js'
import { CellView } from '../journal/cell-view.js'
import { emptyCell } from '../journal/cells.js'
import { ownText } from '../journal/grid.js'
import type { Page, PageRow } from '../journal/page.js'
import type { JournalView } from '../journal/store.js'
import { meanInWords } from '../school/words.js'
import styles from './phone.module.css'

type Props = {
  readonly page: Page
  readonly view: JournalView
  readonly rows: readonly PageRow[]
  readonly column: number
  readonly row: number
  readonly choose: (row: number) => void
}

export function PhonePupils({ page, view, rows, column, row, choose }: Props) {
  const lessonId = page.lessons[column]?.id ?? ''
  return (
    <ol className={styles.pupils}>
      {rows.map((one, index) => {
        const stuck = view.refused.get(spot(lessonId, one.pupilId))
        return (
          <li key={one.pupilId} data-pupil={index}>
            <button
              type="button"
              aria-current={row === index ? 'true' : undefined}
              onClick={() => choose(index)}
            >
              <span className={styles.number}>{index + 1}</span>
              <span className={styles.name}>{one.shortName}</span>
              <span className={styles.mean}>{meanInWords(one.weightedMean)}</span>
              <span className={styles.cell}>
                <CellView cell={one.cells[column] ?? emptyCell} notes={page.beside?.notes.get(one.pupilId)} />
                {stuck && <b className="red">не записалось {ownText(stuck)}</b>}
                {view.pending.has(spot(lessonId, one.pupilId)) && (
                  <span className={styles.pending}>
                    <span className="hidden">отправляется</span>
                  </span>
                )}
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}
