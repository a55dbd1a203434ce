// `node --import ./infra/bin/typescript.mjs FILE.ts`: runs programs of the repository that are not built, such as the
// faults suite, straight from their sources. Types are checked by `npm run types`, as everywhere.
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
