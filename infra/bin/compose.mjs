// `npm run compose`: the four schemas of the services become the graph that the gateway serves. With `--check`
// nothing is written; it fails when the committed files are stale or composition has something to say.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { composeServices } from '@apollo/composition'
import { parse, printSchema } from 'graphql'
import { root, stop } from './prepare.mjs'

const services = { roster: 4001, schedule: 4002, gradebook: 4003, reporting: 4004 }

// Refusal codes differ from service to service; the enum is only ever read, so that their union is right.
const accepted = new Set(['INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM'])

const outcome = composeServices(
  Object.entries(services).map(([name, port]) => ({
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    typeDefs: parse(readFileSync(join(root, 'services', name, 'schema.graphql'), 'utf8')),
  })),
)
if (outcome.errors) stop(outcome.errors.map((error) => error.message).join('\n'))

// Levels of @apollo/composition: 60 WARN, 40 INFO, 20 DEBUG.
const hints = outcome.hints.filter(
  (hint) => hint.definition.level.value >= 60 && !accepted.has(hint.definition.code),
)
for (const hint of hints) console.error(`${hint.definition.code}: ${hint.message}`)

const files = {
  'gateway/supergraph.graphql': `${outcome.supergraphSdl.trimEnd()}\n`,
  'gateway/api.graphql': `${printSchema(outcome.schema.toAPISchema().toGraphQLJSSchema())}\n`,
}
const check = process.argv.includes('--check')
const stale = Object.entries(files).filter(([file, text]) => readOrNothing(file) !== text)
if (!check) for (const [file, text] of stale) writeFileSync(join(root, file), text)

if (check && stale.length > 0)
  stop(`Stale: ${stale.map(([file]) => file).join(', ')}. Run npm run compose and commit them.`)
if (check && hints.length > 0) stop('Composition has hints that nobody has accepted (above).')
console.log(`${check ? 'Fresh' : 'Composed'}: ${Object.keys(files).join(', ')}`)

function readOrNothing(file) {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return undefined
  }
}
