// Rows of a sheet out of its tags: values as they are kept, formulas never evaluated.
import { addDays } from '@zhurnal/kit/time'
import { UnreadableFileError } from '../staged.js'
import {
  mostCharacters,
  mostColumns,
  mostRows,
  type Table,
  type TableProblem,
  type TableRow,
} from './table.js'

export class SheetRows {
  private readonly rows: TableRow[] = []
  private readonly problems: TableProblem[] = []
  private line = 0
  private cells: string[] = []
  private column = 0
  private type = ''
  private isDate = false
  private value = ''
  private takes = false
  private formulas = 0
  private firstFormula: number | null = null
  private hiddenRows = 0
  private isHidden = false

  constructor(
    private readonly strings: readonly string[],
    private readonly dateStyles: readonly boolean[],
    private readonly from1904: boolean,
  ) {}

  open(tag: string, attributes: ReadonlyMap<string, string>): void {
    if (tag === 'row') {
      this.line = Number(attributes.get('r') ?? this.line + 1)
      this.cells = []
      this.column = -1
      this.isHidden = ['1', 'true'].includes(attributes.get('hidden') ?? '')
    } else if (tag === 'c') {
      this.column = columnOf(attributes.get('r')) ?? this.column + 1
      this.type = attributes.get('t') ?? 'n'
      this.isDate = this.dateStyles[Number(attributes.get('s') ?? -1)] ?? false
      this.value = ''
    } else if (tag === 'f') {
      this.formulas += 1
      this.firstFormula ??= this.line
    }
    this.takes = tag === 'v' || tag === 't'
  }

  text(part: string): void {
    if (!this.takes) return
    this.value += part
    if (this.value.length > mostCharacters)
      throw new UnreadableFileError(
        'TEXT_TOO_LONG',
        `Слишком длинный текст в строке ${this.line}.`,
        this.line,
      )
  }

  close(tag: string): void {
    this.takes = false
    if (tag === 'c' && this.column < mostColumns) {
      const text = this.textOf()
      if (text !== '') this.cells[this.column] = text
    }
    if (tag !== 'row' || this.cells.length === 0) return
    if (this.isHidden) this.hiddenRows += 1
    this.rows.push({
      line: this.line,
      cells: Array.from(this.cells, (cell: string | undefined) => cell ?? ''),
    })
    if (this.rows.length > mostRows + 20)
      throw new UnreadableFileError(
        'TOO_MANY_ROWS',
        `На листе больше ${mostRows.toLocaleString('ru')} строк.`,
      )
  }

  private textOf(): string {
    if (this.type === 's') return (this.strings[Number(this.value)] ?? '').trim()
    if (this.type === 'b') return this.value === '1' ? 'да' : this.value === '0' ? 'нет' : ''
    if (this.type === 'e') {
      const message = `В ячейке вместо значения ошибка ${this.value}: она принята за пустую.`
      this.problems.push({ line: this.line, code: 'CELL_ERROR', message, value: this.value.slice(0, 60) })
      return ''
    }
    if (this.type === 'd') return this.value.slice(0, 10)
    if (this.type === 'n' && this.isDate && this.value !== '') return this.dayOf(Number(this.value))
    // A number that is a name, such as a room or a personal number, keeps no tail of binary fractions.
    if (this.type === 'n' && /[.eE]/.test(this.value))
      return String(Number(Number(this.value).toPrecision(15)))
    return this.value.trim()
  }

  /** Day of a serial number: 1 is the first of January 1900, with the leap day of 1900 that never was. */
  private dayOf(serial: number): string {
    if (!Number.isFinite(serial) || serial < 1 || serial > 2_958_465) return ''
    return addDays(
      this.from1904 ? '1904-01-01' : serial < 60 ? '1899-12-31' : '1899-12-30',
      Math.floor(serial),
    )
  }

  table(): Table {
    const problems = [...this.problems]
    if (this.formulas > 0)
      problems.push({
        line: this.firstFormula,
        code: 'FORMULA',
        message: `Ячеек с формулами: ${this.formulas}. Взяты значения, которые в них сохранены; формулы не вычисляются.`,
        count: this.formulas,
      })
    if (this.hiddenRows > 0)
      problems.push({
        line: null,
        code: 'HIDDEN_ROWS',
        message: `Скрытых строк: ${this.hiddenRows}. Они прочитаны наравне с остальными.`,
        count: this.hiddenRows,
      })
    return { rows: this.rows, problems }
  }
}

/** 0 for «A», 27 for «AB»; undefined when the cell does not say where it stands. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (!letters) return undefined
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
