/**
 * The eleven digits of an insurance number (СНИЛС), or null when the text is none or its check sum is wrong: the first
 * nine digits times 9 … 1, summed, modulo 101, where 100 counts as 0. Numbers up to 001-001-998 have no check sum and are
 * refused: without one a slip of the pen cannot be told from a number.
 */
export function snilsOf(text: string): string | null {
  const digits = text.replace(/[\s\-\u2010-\u2015]/g, '')
  if (!/^\d{11}$/.test(digits) || Number(digits.slice(0, 9)) <= 1_001_998) return null
  const sum = [...digits.slice(0, 9)].reduce((so, digit, i) => so + Number(digit) * (9 - i), 0)
  return (sum % 101) % 100 === Number(digits.slice(9)) ? digits : null
}
