// The data folder: made, checked for its version, closed to other people of the machine.
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Complaint } from '../complaint.js'

/** Raised when an older program could not read what a newer one keeps in the data folder. */
export const dataVersion = 1

/**
 * Makes `data` when it is missing and checks that this program may use it.
 * Throws Complaint, and touches nothing, when a newer program has written there or the folder is closed to us.
 */
export function prepareDataFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true })
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Complaint(
      `В папку данных ${data} нельзя писать (${String(error)}): задайте другую ZHURNAL_DATA.`,
    )
  }
  const file = join(data, 'version')
  const found = existsSync(file) ? Number(readFileSync(file, 'utf8')) : dataVersion
  if (!Number.isInteger(found)) {
    throw new Complaint(
      `Файл ${file} испорчен: в нём должен стоять номер версии данных, сейчас это ${dataVersion}.`,
    )
  }
  if (found > dataVersion) {
    throw new Complaint(
      `Данные в ${data} записаны более новым выпуском программы (версия данных ${found}, здесь ${dataVersion}): ` +
        'обновите программу. Данные не тронуты.',
    )
  }
  // Others may pass (as root, PostgreSQL runs under another account) but not look around.
  if (process.getuid) chmodSync(data, process.getuid() === 0 ? 0o711 : 0o700)
  writeFileSync(file, `${dataVersion}\n`)
  mkdirSync(join(data, 'logs'), { recursive: true, mode: 0o700 })
}
