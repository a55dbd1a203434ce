// Builds the workspace that it is run in: each TypeScript file becomes one JavaScript file under dist/, without a look
// at any other. Types are checked once for the whole repository (`npm run types`): checking them in every workspace's
// build made the first start a minute longer.
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { transformFile } from '@swc/core'

const options = {
  swcrc: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, verbatimModuleSyntax: true },
    target: 'es2022',
  },
  module: { type: 'es6' },
  sourceMaps: true,
}

/** A service keeps its folders, because what it shows the others stands beside src; the others give dist what is in src. */
const isService = existsSync('events.ts')

async function sourcesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true })
  const found = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return sourcesIn(path)
      return path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.endsWith('.test.ts') ? [path] : []
    }),
  )
  return found.flat()
}

async function transpile(source) {
  const { code, map } = await transformFile(source, options)
  const inside = isService ? source : source.slice('src/'.length)
  const target = join('dist', inside.replace(/\.ts$/, '.js'))
  await mkdir(dirname(target), { recursive: true })
  const name = target.split('/').at(-1)
  await writeFile(`${target}.map`, map)
  await writeFile(target, `${code}\n//# sourceMappingURL=${name}.map\n`)
}

/** events.ts and what it is made of. */
const shown = isService ? (await readdir('.')).filter((name) => name.endsWith('.ts')) : []
const sources = [...shown, ...(await sourcesIn('src'))]
await rm('dist', { recursive: true, force: true })
await Promise.all(sources.map(transpile))
