// Which questions one subgraph answers as a whole, so that its answer needs nothing more done to it.
import type { GatewayConfig } from '@apollo/gateway'
import {
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

type Planned = NonNullable<GatewayConfig['experimental_didResolveQueryPlan']>
type QueryPlan = Parameters<Planned>[0]['queryPlan']

/** A question that goes to one subgraph in one piece and whose answer comes back as the client asked for it. */
export type WholeQuestion = {
  readonly service: string
  /** A mutation: it is sent once, whatever comes of it. */
  readonly act: boolean
  /** The request to the subgraph, its variables left out. */
  readonly query: string
  readonly operationName: string | undefined
  readonly variableNames: readonly string[]
  /** True when these values are what the document declares, by the API schema: nothing else may reach a subgraph. */
  accepts(variables: Readonly<Record<string, unknown>>): boolean
}

/** Documents that are remembered; the portal has some dozens. */
const most = 500

/**
 * Remembers, of documents that the gateway has parsed, validated and planned, those that one subgraph answers whole.
 * Nothing of any answer is kept, and nothing of who asked.
 */
export class WholeQuestions {
  private readonly known = new Map<string, WholeQuestion | null>()

  /** Called for each request that the gateway has planned. */
  learn(
    source: string,
    operationName: string | undefined,
    plan: QueryPlan,
    schema: GraphQLSchema,
    document: DocumentNode,
  ): void {
    const key = keyOf(source, operationName)
    if (this.known.has(key)) return
    if (this.known.size >= most) this.known.clear()
    this.known.set(key, wholeQuestion(plan, schema, document, operationName))
  }

  find(source: string, operationName: string | undefined): WholeQuestion | undefined {
    return this.known.get(keyOf(source, operationName)) ?? undefined
  }
}

const keyOf = (source: string, operationName: string | undefined) => `${operationName ?? ''}\n${source}`

/**
 * Null when the plan is more than one fetch, or when the fetch would bring other fields, or in another order, than the
 * client asked for.
 */
export function wholeQuestion(
  { node }: QueryPlan,
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): WholeQuestion | null {
  const asked = getOperationAST(document, operationName)
  if (node?.kind !== 'Fetch' || node.requires || node.inputRewrites || node.outputRewrites) return null
  if (!asked) return null
  const fetched = parse(node.operation)
  const operation = getOperationAST(fetched, node.operationName)
  if (!operation || shapeOf(operation, fetched) !== shapeOf(asked, document)) return null
  return {
    service: node.serviceName,
    act: asked.operation === OperationTypeNode.MUTATION,
    query: node.operation,
    operationName: node.operationName,
    variableNames: node.variableUsages ?? [],
    accepts: (variables) =>
      getVariableValues(schema, asked.variableDefinitions ?? [], variables, { maxErrors: 1 }).errors ===
      undefined,
  }
}

/** Names of an answer's fields in their order, level by level, fragments put in where they are spread. */
function shapeOf(operation: OperationDefinitionNode, document: DocumentNode): string {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet] as const] : [],
    ),
  )
  type Shape = Map<string, Shape>
  const into = (shape: Shape, set: SelectionSetNode | undefined): Shape => {
    for (const one of set?.selections ?? []) {
      if (one.kind === Kind.INLINE_FRAGMENT) into(shape, one.selectionSet)
      else if (one.kind === Kind.FRAGMENT_SPREAD) into(shape, fragments.get(one.name.value))
      else {
        const name = one.alias?.value ?? one.name.value
        const below = shape.get(name) ?? new Map<string, Shape>()
        shape.set(name, into(below, one.selectionSet))
      }
    }
    return shape
  }
  const written = (shape: Shape): unknown[] => [...shape].map(([name, below]) => [name, written(below)])
  return JSON.stringify(written(into(new Map(), operation.selectionSet)))
}
