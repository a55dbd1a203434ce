/**
 * Lines as CSV (RFC 4180) with semicolons and a byte order mark: so a Russian Excel opens it as a table.
 */
export const csvTable = (lines: readonly (readonly string[])[]): string =>
  `\uFEFF${lines.map((line) => line.map(field).join(';')).join('\r\n')}\r\n`

// Free text that begins like a formula must not become one in a spreadsheet.
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
