// Whether the start of a file is of the kind that it was brought as: by its bytes, never by its name.
import type { ImportKind } from './kinds.js'

export type Fault = { readonly code: string; readonly message: string }

const zipMarks = [Buffer.from('PK\u0003\u0004', 'latin1'), Buffer.from('PK\u0005\u0006', 'latin1')]
const isZip = (start: Buffer): boolean => zipMarks.some((mark) => start.subarray(0, 4).equals(mark))
/** The old binary format of Excel. */
const isOldExcel = (start: Buffer): boolean => start.subarray(0, 4).equals(Buffer.of(0xd0, 0xcf, 0x11, 0xe0))

/** Undefined: it may be of the kind; the reader says more. */
export function whyNotOfKind(kind: ImportKind, start: Buffer): Fault | undefined {
  if (kind === 'asc-timetable') return whyNotTimetable(start)
  if (kind === 'oneroster')
    return isZip(start)
      ? undefined
      : { code: 'NOT_ZIP', message: 'Это не архив zip. OneRoster приносят одним архивом с файлами CSV.' }
  if (isZip(start)) return undefined
  if (isOldExcel(start))
    return { code: 'OLD_EXCEL', message: 'Это старый файл Excel (xls). Сохраните его как xlsx или CSV.' }
  // UTF-16 text has zero bytes; nothing else that is text has them.
  const isWide =
    start.subarray(0, 2).equals(Buffer.of(0xff, 0xfe)) || start.subarray(0, 2).equals(Buffer.of(0xfe, 0xff))
  if (!isWide && start.includes(0))
    return { code: 'NOT_A_LIST', message: 'Это не список: принесите CSV или XLSX.' }
  return undefined
}

function whyNotTimetable(start: Buffer): Fault | undefined {
  // Zero bytes out: UTF-16 then reads as the letters that it holds.
  const text = start.toString('latin1').replaceAll('\u0000', '').toLowerCase()
  if (!/^[^<]{0,8}\s*</.test(text))
    return { code: 'NOT_XML', message: 'Это не XML. Выгрузите расписание из aSc в XML.' }
  const root = /<([a-z_][\w:.-]*)/.exec(text.replace(/<\?[^>]*>|<!--[^]*?-->/g, ''))?.[1]
  if (root !== undefined && root !== 'timetable')
    return {
      code: 'NOT_TIMETABLE',
      message: `Это XML, но не выгрузка aSc: вместо timetable в нём ${root.slice(0, 40)}.`,
    }
  return undefined
}
