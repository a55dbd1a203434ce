/** The words of `npm run verify`: a snapshot, an exported log, or a ledger with its proof. No server, no database. */
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { verifyBag } from './bag-verdict.js'
import { checkLog, openLog } from './log-check.js'
import { parseVerifierKey } from './note.js'
import { verifyLedger } from './proof-check.js'
import { grouped, type Pins, type Verdict, verdictText } from './verdict.js'

const USAGE = `Проверка снимка или выгрузки журнала.
  npm run verify -- ПАПКА-СНИМКА
  npm run verify -- ЖУРНАЛ.pdf                       рядом должен лежать ЖУРНАЛ.proof.json
  npm run verify -- ЗАПИСИ.ndjson --note ОТМЕТКА.note --key КЛЮЧ
Что известно со стороны (с печатной страницы, из прежней отметки):
  --known ЧИСЛО:КОРЕНЬ    сколько записей и каков корень (64 знака); можно несколько раз
  --key КЛЮЧ              открытый ключ, строкой или файлом .vkey; можно несколько раз
  --certificate ОТПЕЧАТОК сертификат снимков, SHA-256 (64 знака)
  --json                  ответ для программ
Код выхода: 0 — цел, 1 — повреждён, 2 — неверный вызов.
`

class MisuseError extends Error {}

interface Call {
  target: string
  note?: string
  pins: Pins
  json: boolean
}

/** Runs one call; returns the exit code: 0 whole, 1 broken, 2 misuse. `print` gets what goes to standard output. */
export async function runVerify(args: string[], print: (text: string) => void): Promise<0 | 1 | 2> {
  try {
    const call = await readCall(args)
    const verdict = await verify(call)
    print(call.json ? `${JSON.stringify(verdict)}\n` : verdictText(basename(call.target), verdict))
    return verdict.whole ? 0 : 1
  } catch (error) {
    if (error instanceof MisuseError) {
      print(`${error.message}\n\n${USAGE}`)
      return 2
    }
    // A file that the disk will not give, or that this person may not read: nothing is known of it, so neither 0 nor 1.
    if (!isReadingError(error)) throw error
    print(`Не читается: ${error.path ?? error.message} (${error.code ?? 'ошибка'})\n`)
    return 2
  }
}

function isReadingError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error
}

async function verify(call: Call): Promise<Verdict> {
  const target = await stat(call.target).catch(() => undefined)
  if (!target) throw new MisuseError(`Нет такого файла или папки: ${call.target}`)
  if (target.isDirectory()) return verifyBag(call.target, call.pins)
  if (call.target.endsWith('.pdf')) {
    const proof = call.target.replace(/\.pdf$/, '.proof.json')
    if (!(await stat(proof).catch(() => undefined)))
      throw new MisuseError(`Рядом нет файла ${basename(proof)}`)
    return verifyLedger(call.target, proof, call.pins)
  }
  if (call.target.endsWith('.ndjson')) return verifyLog(call)
  throw new MisuseError('Проверить можно папку снимка, файл .pdf или файл .ndjson')
}

async function verifyLog(call: Call): Promise<Verdict> {
  const [key] = call.pins.keys
  if (!call.note || !key) throw new MisuseError('Для файла записей нужны --note и --key')
  const named = (path: string) => ({ path, name: basename(path) })
  const opened = await openLog({
    log: named(call.target),
    note: named(call.note),
    key: { text: key, name: 'ключ' },
  })
  if ('kind' in opened) return { whole: false, faults: [opened], checked: [] }
  const stated = call.pins.known.map((known) => ({ ...known, source: 'отметка, известная со стороны' }))
  const { reading, faults } = await checkLog(opened, stated)
  const checked = [
    `Записей ${grouped(reading.size)}, корень ${reading.rootHash}, подпись ключа ${opened.key.name}`,
  ]
  return { whole: faults.length === 0, faults, checked: faults.length === 0 ? checked : [] }
}

async function readCall(args: string[]): Promise<Call> {
  const { values, positionals } = parseWords(args)
  const [target, ...rest] = positionals
  if (!target || rest.length > 0) throw new MisuseError('Назовите один файл или одну папку')
  if (values.certificate && !/^[0-9a-fA-F]{64}$/.test(values.certificate)) {
    throw new MisuseError('--certificate: нужны 64 шестнадцатеричных знака')
  }
  const pins: Pins = {
    keys: await Promise.all((values.key ?? []).map(readKey)),
    known: (values.known ?? []).map(readKnown),
    ...(values.certificate ? { certificate: values.certificate } : {}),
  }
  return { target, pins, json: values.json ?? false, ...(values.note ? { note: values.note } : {}) }
}

function parseWords(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        known: { type: 'string', multiple: true },
        key: { type: 'string', multiple: true },
        certificate: { type: 'string' },
        note: { type: 'string' },
        json: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new MisuseError(error instanceof Error ? error.message : 'Неверный вызов')
  }
}

/** A key is given as it is written on paper, or as a file that holds it. */
async function readKey(value: string): Promise<string> {
  const text = (await readFile(value, 'utf8').catch(() => value)).trim()
  try {
    parseVerifierKey(text)
  } catch (error) {
    throw new MisuseError(`--key: ${error instanceof Error ? error.message : 'не читается'}`)
  }
  return text
}

function readKnown(value: string): { size: number; rootHash: string } {
  const [, size, root] = /^(\d{1,15}):([0-9a-fA-F]{64})$/.exec(value) ?? []
  if (!size || !root) throw new MisuseError('--known: нужно ЧИСЛО:КОРЕНЬ, корень из 64 знаков')
  return { size: Number(size), rootHash: root.toLowerCase() }
}
