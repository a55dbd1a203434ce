/** `verify` of a snapshot: files, manifests, signature, logs, and the log position of each ledger in it. */
import { access } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type BagCheck, type BagFault, checkBag } from '../snapshot/check.js'
import { listFiles } from '../snapshot/folder.js'
import { checkLedger, type LedgerPosition } from './ledger-check.js'
import { checkLog, openLog, type LogFiles, type OpenedLog, type StatedPosition } from './log-check.js'
import { grouped, type Pins, type Verdict } from './verdict.js'

/** The log of marks, lessons and absences: the legal record. Pins from outside speak of it. */
const LEGAL_LOG = 'gradebook'

/** Verifies a bag with no server and no database. Throws only when the folder cannot be read at all. */
export async function verifyBag(folder: string, pins: Pins): Promise<Verdict> {
  const check = await checkBag(folder)
  const faults = [...check.faults]
  const checked = bagLines(check)
  if (pins.certificate && check.signature && check.signature.fingerprint !== pins.certificate.toLowerCase()) {
    faults.push({
      file: 'data/keys/signer.pem',
      kind: 'SIGNATURE',
      detail: 'снимок подписан другим сертификатом',
    })
  }
  const { files } = await listFiles(folder)
  const logs = await openLogs(folder, files, faults)
  const ledgers = await checkLedgers(folder, files, logs, faults)
  for (const opened of logs) await checkOneLog(opened, ledgers, pins, faults, checked)
  if (ledgers.length > 0)
    checked.push(`Классных журналов (PDF) с местом в журнале записей: ${ledgers.length}`)
  return { whole: faults.length === 0, faults, checked }
}

function bagLines(check: BagCheck): string[] {
  const lines: string[] = []
  if (!check.faults.some((fault) => fault.kind !== 'SIGNATURE')) {
    lines.push(`Файлов ${check.files}, ${grouped(check.bytes)} байт: сходятся с описями SHA-256 и SHA-512`)
  }
  if (check.signature) {
    const { subject, signedAt, fingerprint } = check.signature
    lines.push(`Подпись от ${signedAt.toISOString()}, сертификат ${subject}, отпечаток ${fingerprint}`)
  }
  return lines
}

async function openLogs(folder: string, files: string[], faults: BagFault[]): Promise<OpenedLog[]> {
  const names = new Set([LEGAL_LOG])
  for (const file of files) {
    const name = /^data\/(?:log\/(.+)\.ndjson|checkpoints\/(.+)\.note|keys\/(.+)\.vkey)$/.exec(file)
    const found = name?.[1] ?? name?.[2] ?? name?.[3]
    if (found) names.add(found)
  }
  const opened: OpenedLog[] = []
  for (const name of [...names].sort()) {
    const paths = logFiles(folder, name)
    const absent = await firstAbsent(paths)
    if (absent) {
      // checkBag has already said so when the file stands in a manifest.
      if (!faults.some((fault) => fault.file === absent)) {
        faults.push({
          file: absent,
          kind: 'MISSING',
          detail: `файла нет, журнал записей «${name}» не проверить`,
        })
      }
      continue
    }
    const log = await openLog(paths)
    if ('kind' in log) faults.push(log)
    else opened.push(log)
  }
  return opened
}

function logFiles(folder: string, log: string) {
  const file = (name: string) => ({ path: join(folder, name), name })
  return {
    log: file(`data/log/${log}.ndjson`),
    note: file(`data/checkpoints/${log}.note`),
    key: file(`data/keys/${log}.vkey`),
  } satisfies LogFiles
}

async function firstAbsent(files: ReturnType<typeof logFiles>): Promise<string | undefined> {
  for (const { path, name } of [files.log, files.note, files.key]) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (!isThere) return name
  }
  return undefined
}

async function checkLedgers(folder: string, files: string[], logs: OpenedLog[], faults: BagFault[]) {
  const positions: (LedgerPosition & { file: string })[] = []
  const inLedgers = files.filter((file) => file.startsWith('data/ledgers/'))
  const names = new Set(inLedgers.map((file) => file.replace(/\.(pdf|json)$/, '')))
  for (const name of names) {
    const result = await checkLedger(folder, name, logs)
    if ('kind' in result) faults.push(result)
    else positions.push({ ...result, file: `${name}.pdf` })
  }
  return positions
}

async function checkOneLog(
  opened: OpenedLog,
  ledgers: readonly (LedgerPosition & { file: string })[],
  pins: Pins,
  faults: BagFault[],
  checked: string[],
): Promise<void> {
  const { checkpoint, files, keyText } = opened
  const isLegal = files.log.name === `data/log/${LEGAL_LOG}.ndjson`
  const stated: StatedPosition[] = ledgers
    .filter((ledger) => ledger.origin === checkpoint.origin)
    .map(({ size, rootHash, file }) => ({ size, rootHash, file, source: basename(file) }))
  if (isLegal)
    stated.push(...pins.known.map((known) => ({ ...known, source: 'отметка, известная со стороны' })))
  const isPinned = pins.keys.includes(keyText)
  if (isLegal && pins.keys.length > 0 && !isPinned) {
    faults.push({
      file: files.key.name,
      kind: 'LOG',
      detail: 'открытый ключ не тот, что известен со стороны',
    })
  }
  const { reading, faults: found } = await checkLog(opened, stated)
  faults.push(...found)
  if (found.length > 0) return
  const key = `${opened.key.name}${isPinned ? ' (сверен)' : ' (со стороны не сверен)'}`
  checked.push(
    `Журнал записей ${basename(files.log.name, '.ndjson')}: ${grouped(reading.size)}, ` +
      `корень ${reading.rootHash}, отметка подписана ключом ${key}`,
  )
}
