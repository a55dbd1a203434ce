// Lint states the architecture: who may import whom, where the environment is read, what may not float. Layout is
// prettier's business.
import { existsSync } from 'node:fs'
import tseslint from 'typescript-eslint'

const services = ['roster', 'schedule', 'gradebook', 'reporting']
const tests = [
  '**/*.test.ts',
  '**/*.test.tsx',
  'services/*/test/**',
  'services/kit/src/testing/**',
  'infra/whole/**',
]

const neighbours = 'kit|roster|schedule|gradebook|reporting|gateway|infra|web'
const byPath = {
  regex: `^(\\.\\./)+(services/)?(${neighbours})/`,
  message: 'Another workspace is reached by its name and exports, not by its path.',
}

/** @param {string} regex @param {string} message */
const forbid = (regex, message) => ({
  'no-restricted-imports': ['error', { patterns: [byPath, { regex, message }] }],
})

// Set it one may: some libraries look at it as they are loaded.
const environmentIsReadOnce = {
  selector:
    'MemberExpression[object.name="process"][property.name="env"]' +
    ':not(AssignmentExpression > MemberExpression.left > MemberExpression.object)',
  message: 'Only env.ts reads the environment; everybody else is told.',
}
const referencesAreAsync = {
  selector: 'Property[key.name="__resolveReference"] > :function[async=false]',
  message: 'One synchronous throw in __resolveReference nulls the whole batch: make it async.',
}

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/.next/',
      '**/generated/',
      '.data*/',
      'coverage/',
      '**/next-env.d.ts',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.base],
    languageOptions: {
      parserOptions: {
        project: [
          'infra/tsconfig.lint.json',
          ...(existsSync('web/tsconfig.json') ? ['web/tsconfig.json'] : []),
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      'no-restricted-syntax': ['error', environmentIsReadOnce, referencesAreAsync],
      eqeqeq: ['error', 'smart'],
      'prefer-const': 'error',
      'max-lines': ['error', { max: 300, skipComments: false }],
    },
  },
  ...services.map((name) => ({
    files: [`services/${name}/**/*.ts`],
    ignores: tests,
    rules: forbid(
      `^@zhurnal/(?!kit/|${name}/)(?!(${services.join('|')})/events$)`,
      'A service knows the kit, and of another service nothing but its events.',
    ),
  })),
  {
    files: ['services/kit/**/*.ts'],
    rules: forbid('^@zhurnal/', 'The kit knows no service.'),
  },
  {
    files: ['gateway/**/*.ts'],
    ignores: tests,
    rules: forbid('^@zhurnal/(?!kit/)', 'The gateway knows the kit alone.'),
  },
  {
    files: ['web/**/*.ts', 'web/**/*.tsx'],
    rules: forbid('^@zhurnal/', 'The portal knows the graph alone.'),
  },
  {
    // Tests build their own circumstances, and a table of cases is as long as it is.
    files: tests,
    rules: { 'no-restricted-syntax': ['error', referencesAreAsync], 'max-lines': 'off' },
  },
  {
    files: ['**/env.ts', 'infra/**/*.ts', 'web/next.config.ts', 'web/server/**'],
    rules: { 'no-restricted-syntax': ['error', referencesAreAsync] },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    rules: { eqeqeq: ['error', 'smart'], 'prefer-const': 'error', 'no-unused-vars': 'error' },
  },
)
