/** JSON in the one form that RFC 8785 (JCS) allows for a value, so that a hash over it means the value. */

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** Throws on a number that is not finite and on half of a surrogate pair (RFC 8785 §3.2.2). Absent keys are left out. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('a number that is not finite has no JSON')
    return JSON.stringify(value)
  }
  if (typeof value === 'string') {
    if (/\p{Surrogate}/u.test(value)) throw new RangeError('half of a surrogate pair has no JSON')
    return JSON.stringify(value)
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const fields: string[] = []
  // The default sort is by UTF-16 code units, which is the order that RFC 8785 §3.2.3 asks for.
  for (const key of Object.keys(value).sort()) {
    const field = value[key]
    if (field !== undefined) fields.push(`${canonicalJson(key)}:${canonicalJson(field)}`)
  }
  return `{${fields.join(',')}}`
}

/** Array.isArray does not narrow a readonly array. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
