/** One SQL statement with its parameters. Made by the `sql` tag only, so that no value is ever pasted into text. */
export class Sql {
  constructor(
    readonly text: string,
    readonly values: readonly unknown[],
  ) {}
}

/**
 * A parameterised statement: `sql\`select * from lesson where id = ${id}\``. A value that is itself an `Sql` is put in
 * as a part of the statement, its parameters renumbered.
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  let text = strings[0] ?? ''
  const parameters: unknown[] = []
  values.forEach((value, i) => {
    if (value instanceof Sql) {
      const base = parameters.length
      text += value.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + base}`)
      parameters.push(...value.values)
    } else {
      parameters.push(value)
      text += `$${parameters.length}`
    }
    text += strings[i + 1] ?? ''
  })
  return new Sql(text, parameters)
}
