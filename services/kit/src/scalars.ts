import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { isDay } from './time.js'

function parseDay(value: unknown): string {
  if (typeof value === 'string' && isDay(value)) return value
  throw new GraphQLError('Date is a calendar day, YYYY-MM-DD', { extensions: { code: 'BAD_USER_INPUT' } })
}

function parseInstant(value: unknown): Date {
  const zoned = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/i.test(value)
  const instant = zoned ? new Date(value) : new Date(NaN)
  if (!Number.isNaN(instant.getTime())) return instant
  throw new GraphQLError('DateTime is an RFC 3339 instant with its zone', {
    extensions: { code: 'BAD_USER_INPUT' },
  })
}

export const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  serialize: (value) => String(value),
  parseValue: parseDay,
  parseLiteral: (node) => parseDay(node.kind === Kind.STRING ? node.value : undefined),
})

export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  // Stored first answers carry instants as text.
  serialize: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
})
