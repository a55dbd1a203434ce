import { saveFile } from './save-file.js'

/** Gives the person a text as a file. `name` without the ending. */
export function saveCsv(name: string, text: string): void {
  saveFile(`${name}.csv`, new Blob([text], { type: 'text/csv;charset=utf-8' }))
}
