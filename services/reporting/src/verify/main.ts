/** `npm run verify -- FOLDER_OR_FILE`. */
import { runVerify } from './cli.js'

process.exitCode = await runVerify(process.argv.slice(2), (text) => process.stdout.write(text))
