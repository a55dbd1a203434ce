// Depth, breadth and cost of a document, bounded before anything is asked of a subgraph.
import { costLimitRule } from '@escape.tech/graphql-armor-cost-limit'
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { GraphQLError, type ValidationContext } from 'graphql'

/** Told as any other fault of a document: what a rule throws would be told as a fault of ours. */
const told = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError) =>
      context?.reportError(new GraphQLError(`Слишком большой запрос: ${error.message}`)),
  ],
}

export const limits = [
  maxDepthRule({ n: 12, ignoreIntrospection: true, ...told }),
  maxAliasesRule({ n: 30, ...told }),
  costLimitRule({
    maxCost: 20_000,
    objectCost: 2,
    scalarCost: 1,
    depthCostFactor: 1.4,
    ignoreIntrospection: true,
    ...told,
  }),
]
