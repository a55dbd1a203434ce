import { pino, type Logger } from 'pino'

export type { Logger }

/** Logs hold ids and codes, never query variables, names or free text (152-ФЗ). */
export function makeLogger(service: string, level = 'info'): Logger {
  return pino({ level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime })
}

/** For tests: says nothing. */
export const silentLogger: Logger = pino({ level: 'silent' })
