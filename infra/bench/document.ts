// Renders the tables of docs/performance.md from docs/bench/latest.json, so that no figure is copied by hand.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { figuresText, rateText, ratioText, spreadText, verdict, type Line, type Report } from './result.js'

export const latestFile = fileURLToPath(new URL('../../docs/bench/latest.json', import.meta.url))
const documentFile = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))
const [opening, closing] = ['<!-- bench: made by `npm run bench -- --write` -->', '<!-- /bench -->']

/** Throws when the document has no place for the table, or no run was kept. */
export function writeDocument(): void {
  const report = JSON.parse(readFileSync(latestFile, 'utf8')) as Report
  const text = readFileSync(documentFile, 'utf8')
  const [from, until] = [text.indexOf(opening), text.indexOf(closing)]
  if (from < 0 || until < from) throw new Error('docs/performance.md has no place for the table')
  writeFileSync(
    documentFile,
    `${text.slice(0, from)}${opening}\n\n${tableOf(report)}\n\n${text.slice(until)}`,
  )
}

const cells = (...all: string[]) => `| ${all.join(' | ')} |`

function lineOf(line: Line): string {
  const alone = line.oneByOne
  const together = line.eightAtOnce
  return cells(
    line.what,
    line.must,
    line.aim,
    [
      alone ? `${spreadText(alone['ours'])} ms` : '',
      together ? `${rateText(together['ours'])}/s` : '',
      figuresText(line),
    ]
      .filter(Boolean)
      .join('; '),
    [alone ? `${spreadText(alone['handler'])} ms` : '', together ? `${rateText(together['handler'])}/s` : '']
      .filter(Boolean)
      .join('; '),
    [alone ? `${spreadText(alone['sql'])} ms` : '', together ? `${rateText(together['sql'])}/s` : '']
      .filter(Boolean)
      .join('; '),
    ratioText(alone),
    verdict(line),
  )
}

function tableOf({ at, machine, load, seconds, school, lines, quick }: Report): string {
  const sizes = Object.entries(school).map(([table, count]) => `${table} ${count.toLocaleString('en-US')}`)
  return [
    `Run of ${at.slice(0, 16).replace('T', ' ')} UTC${quick ? ' (quick: not to be quoted)' : ''}: ${machine.cores} cores (${machine.cpu}), ` +
      `${machine.memoryGb} GiB, Node ${machine.node}, load ${load[0].toFixed(1)} at the start and ${load[1].toFixed(1)} at the end, ${seconds} s. ` +
      `The measured school: ${sizes.join(', ')}.`,
    '',
    cells(
      'job',
      'must',
      'aim',
      'measured: median (95 %)',
      'handler',
      'statement',
      'ratio to the handler',
      '',
    ),
    cells(...Array.from({ length: 8 }, () => '---')),
    ...lines.map(lineOf),
  ].join('\n')
}
