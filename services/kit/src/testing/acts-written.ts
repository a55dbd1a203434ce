// Which acts a service writes into its log, read out of its source: a book of acts that lacks one is found by a test.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

type Finder = { readonly found: Set<string>; readonly untold: string[] }

// What a decision writes follows from other acts (kit/acts).
const followUp = 'hand.act'

/**
 * Literals that stand as `act: '…'`, as a constant `act`, and those given to a function of the folder as its parameter
 * `act`. What stands there and is neither is told as `untold`, with its place: nobody could say which act it is.
 */
export function actsWritten(folder: string): { acts: string[]; untold: string[] } {
  const finder: Finder = { found: new Set<string>(), untold: [] }
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) =>
      ts.createSourceFile(name, readFileSync(join(folder, name), 'utf8'), ts.ScriptTarget.Latest, true),
    )
    .filter((source) => /\bappendLog\b|\bLogInput\b/.test(source.text))
  const declared = new Map(sources.map((source) => [source, takers(source)]))
  const shared = new Map([...declared.values()].flatMap((own) => [...own].filter(([, at]) => at >= 0)))
  for (const source of sources) look(source, new Map([...shared, ...(declared.get(source) ?? [])]), finder)
  return { acts: [...finder.found].sort(), untold: finder.untold }
}

/** Where in its parameters a function of the file takes the act, by its name; -1 where it takes none. */
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
    if (named)
      places.set(
        named[0],
        named[1].findIndex((one) => ts.isIdentifier(one.name) && one.name.text === 'act'),
      )
    ts.forEachChild(node, visit)
  }
  visit(source)
  return places
}

function look(source: ts.SourceFile, places: ReadonlyMap<string, number>, finder: Finder): void {
  const note = (value: ts.Expression): void => {
    if (ts.isStringLiteral(value)) finder.found.add(value.text)
    else if (ts.isConditionalExpression(value)) {
      note(value.whenTrue)
      note(value.whenFalse)
    } else if (value.getText(source) !== 'act' && value.getText(source) !== followUp)
      finder.untold.push(`${source.fileName}: ${value.getText(source)}`)
  }
  const visit = (node: ts.Node): void => {
    const isAct =
      (ts.isVariableDeclaration(node) || ts.isParameter(node)) && node.name.getText(source) === 'act'
    if (isAct && node.initializer && ts.isStringLiteral(node.initializer)) note(node.initializer)
    if (ts.isPropertyAssignment(node) && node.name.getText(source) === 'act') note(node.initializer)
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const given = node.arguments[places.get(node.expression.text) ?? -1]
      if (given) note(given)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
}
