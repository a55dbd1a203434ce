// Types of the portal's own documents, from the committed API schema: what the gateway answers and nothing more.
import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: '../gateway/api.graphql',
  documents: 'src/**/*.graphql',
  generates: {
    'src/generated/graph.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        skipTypename: true,
        dedupeFragments: true,
        documentMode: 'documentNodeImportFragments',
        scalars: { Date: 'string', DateTime: 'string', ID: 'string' },
      },
    },
  },
}

export default config
