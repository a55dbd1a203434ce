// Which acts a service writes into its log, read out of its source: a book of acts that lacks one is found by a test.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

type Finder = { readonly found: Set<string>; readonly untold: string[]; readonly file: string }

/**
 * Literals that stand as `act: '…'`, and those given to a function of the same file as its parameter `act`. What stands
 * there and is neither is told as `untold`, with its place: nobody could say which act it is.
 */
export function actsWritten(folder: string): { acts: string[]; untold: string[] } {
  const found = new Set<string>()
  const untold: string[] = []
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue
    const text = readFileSync(join(folder, name), 'utf8')
    if (!/\bact\b/.test(text) || !text.includes('appendLog')) continue
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
    look(source, { found, untold, file: name })
  }
  return { acts: [...found].sort(), untold }
}

/** Where in its parameters a function takes the act, by the function's name. */
function takers(source: ts.SourceFile): Map<string, number> {
  const places = new Map<string, number>()
  const visit = (node: ts.Node): void => {
    const named =
      ts.isFunctionDeclaration(node) && node.name
        ? ([node.name.text, node.parameters] as const)
        : ts.isVariableDeclaration(node) &&
            ts.isIdentifier(node.name) &&
            node.initializer &&
            ts.isArrowFunction(node.initializer)
          ? ([node.name.text, node.initializer.parameters] as const)
          : null
    const at = named?.[1].findIndex((one) => ts.isIdentifier(one.name) && one.name.text === 'act') ?? -1
    if (named && at >= 0) places.set(named[0], at)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return places
}

function look(source: ts.SourceFile, finder: Finder): void {
  const places = takers(source)
  const note = (value: ts.Expression | undefined): void => {
    if (value && ts.isStringLiteral(value)) finder.found.add(value.text)
    else if (value && ts.isConditionalExpression(value)) {
      note(value.whenTrue)
      note(value.whenFalse)
    } else if (!value || !ts.isIdentifier(value) || value.text !== 'act')
      finder.untold.push(`${finder.file}: ${value?.getText(source) ?? 'nothing'}`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText(source) === 'act') note(node.initializer)
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const at = places.get(node.expression.text)
      if (at !== undefined) note(node.arguments[at])
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
}
