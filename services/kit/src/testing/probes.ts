// Questions and acts of a schema, made of the schema itself: one for each place where an id can be named. With them a
// test asks of a thing that somebody else has and of one that never was, and compares the answers byte by byte.
import {
  buildASTSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql'

/** The id that stands in a place: the name of the argument or field, and the root field or input type that it is of. */
export type IdOf = (place: { readonly name: string; readonly type: string }) => string | null

export type Probe = {
  /** «Query.school id», «Mutation.movePupil input.pupilId». */
  readonly name: string
  readonly query: string
  /** Variables with `theirs` in the probed place and `own` in all others. */
  readonly variables: (own: IdOf, theirs: IdOf) => Record<string, unknown>
}

const directives = `
  directive @key(fields: String!, resolvable: Boolean) repeatable on OBJECT
  directive @shareable on OBJECT | FIELD_DEFINITION
  directive @inaccessible on FIELD_DEFINITION
  directive @link(url: String!, import: [String]) repeatable on SCHEMA`

const samples: Readonly<Record<string, unknown>> = {
  String: 'Проба',
  Int: 1,
  Float: 1,
  Boolean: false,
  Date: '2026-11-24',
  DateTime: '2026-11-24T00:00:00Z',
}

/** Probes of each id that an argument of a root field, or a field of a mutation's input, can name. */
export function probesOf(schemaText: string): readonly Probe[] {
  const text = schemaText.replace(/extend schema[^"]*@link\([\s\S]*?\]\)/, '')
  const schema = buildASTSchema(parse(`${directives}\n${text}`), { assumeValid: true })
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type != null)
  return roots.flatMap(probesOfRoot)
}

function probesOfRoot(root: GraphQLObjectType): Probe[] {
  const operation = root.name === 'Mutation' ? 'mutation' : 'query'
  return Object.values(root.getFields()).flatMap((field) => {
    const places = field.args.flatMap((arg) => placesIn(arg.type, arg.name))
    const declared = field.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')
    const given = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')
    const type = getNamedType(field.type)
    const selected = isObjectType(type)
      ? operation === 'mutation'
        ? '{ errors { code message field } }'
        : '{ __typename }'
      : ''
    return places.map((place) => ({
      name: `${root.name}.${field.name} ${place}`,
      query: `${operation}(${declared}) { ${field.name}(${given}) ${selected} }`,
      variables: (own: IdOf, theirs: IdOf) =>
        Object.fromEntries(
          field.args.map((arg) => [
            arg.name,
            valueOf(arg.type, arg.name, field.name, { probed: place, at: arg.name, own, theirs }),
          ]),
        ),
    }))
  })
}

/** A client's own name of the request is no place: nothing is named by it. */
const isPlace = (type: GraphQLInputType, name: string): boolean =>
  getNamedType(type).name === 'ID' && name !== 'requestId'

function placesIn(type: GraphQLInputType, at: string): string[] {
  const named = getNamedType(type)
  if (!isInputObjectType(named)) return isPlace(type, at.split('.').at(-1) ?? '') ? [at] : []
  return Object.values(named.getFields()).flatMap((field) => placesIn(field.type, `${at}.${field.name}`))
}

type Filling = { readonly probed: string; readonly at: string; readonly own: IdOf; readonly theirs: IdOf }

function valueOf(type: GraphQLInputType, name: string, parent: string, filling: Filling): unknown {
  const bare = isNonNullType(type) ? type.ofType : type
  const { probed, at } = filling
  const wanted = isNonNullType(type) || probed === at || probed.startsWith(`${at}.`)
  if (!wanted && !isPlace(type, name)) return undefined
  if (isListType(bare)) {
    const one = valueOf(bare.ofType, name, parent, filling)
    return one === undefined || one === null ? [] : [one]
  }
  const named = getNamedType(bare)
  if (isInputObjectType(named))
    return Object.fromEntries(
      Object.values(named.getFields()).map((field) => [
        field.name,
        valueOf(field.type, field.name, named.name, { ...filling, at: `${at}.${field.name}` }),
      ]),
    )
  if (named.name === 'ID') {
    if (name === 'requestId') return undefined
    const given = (probed === at ? filling.theirs : filling.own)({ name, type: parent })
    return given ?? undefined
  }
  if (isEnumType(named)) return named.getValues()[0]?.name
  return samples[named.name] ?? 'Проба'
}
