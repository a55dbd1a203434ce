// Builds `events.ts` of each service, before any service is built as a whole. Facts flow downstream and one flows
// back (a lesson held), so that schedule and gradebook each read the other's events: as whole packages they would
// wait for each other, by their contracts alone they do not.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { root, stop } from './prepare.mjs'

const services = readdirSync(join(root, 'services')).filter((name) =>
  existsSync(join(root, 'services', name, 'events.ts')),
)
const base = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile).config

// The four share their libraries: parsed once, not four times.
const parsed = new Map()

const complaints = services.flatMap((name) => {
  const folder = join(root, 'services', name)
  const config = {
    ...base,
    files: ['events.ts'],
    compilerOptions: { ...base.compilerOptions, rootDir: '.', outDir: 'dist' },
  }
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
  const program = ts.createProgram(fileNames, options, sharingHost(options))
  const { diagnostics } = program.emit()
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics]
})
if (complaints.length > 0) {
  const host = {
    getCanonicalFileName: (file) => file,
    getCurrentDirectory: () => root,
    getNewLine: () => '\n',
  }
  stop(ts.formatDiagnostics(complaints, host))
}

function sharingHost(options) {
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (file, how, ...rest) => {
    if (!file.includes('node_modules')) return read(file, how, ...rest)
    if (!parsed.has(file)) parsed.set(file, read(file, how, ...rest))
    return parsed.get(file)
  }
  return host
}
