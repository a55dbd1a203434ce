/** UUID of version 7 with the instant `at` in it, as the gradebook makes them, so that indexes grow as in life. */
export const idAt = (at: string): string =>
  `(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid`

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
