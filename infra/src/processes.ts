// Questions to the system about processes that another run left behind.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { systemCode } from './system-error.js'

/** Whether a process with this number exists, be it ours or not. A zombie nobody has waited for counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
  return processState(pid) !== 'Z'
}

/** Its command line, arguments parted by spaces; empty when it is gone or cannot be seen. */
export function commandOf(pid: number): string {
  try {
    if (existsSync('/proc/self/cmdline'))
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/**
 * When it began, in the system's own terms: together with the number it tells a process from a later one that
 * was given the same number. Empty where the system does not say.
 */
export function birthOf(pid: number): string {
  const boot = read('/proc/sys/kernel/random/boot_id').trim()
  return boot === '' ? '' : `${boot}/${statFields(pid)[19] ?? ''}`
}

const processState = (pid: number): string => statFields(pid)[0] ?? ''

// proc(5): the second field is a name in brackets which may itself hold brackets and spaces; state comes after.
const statFields = (pid: number): string[] => {
  const text = read(`/proc/${pid}/stat`)
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
