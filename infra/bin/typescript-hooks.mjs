// Hooks of typescript.mjs: an import that ends in .js means the .ts beside it, and that is transpiled as it is loaded.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transformFile } from '@swc/core'

const options = {
  swcrc: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, verbatimModuleSyntax: true },
    target: 'es2022',
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
}

export async function resolve(specifier, context, next) {
  if (/^\.{1,2}\//.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL)
    if (existsSync(source)) return next(source.href, context)
  }
  return next(specifier, context)
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context)
  const { code } = await transformFile(fileURLToPath(url), options)
  return { format: 'module', source: code, shortCircuit: true }
}
