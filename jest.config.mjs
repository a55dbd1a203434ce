// One project per kind of test (house rules, Tests). Sources are compiled by swc as ES modules; the flag for
// that, --experimental-vm-modules, is set by infra/bin/test.mjs.
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true, tsx: false },
          transform: { legacyDecorator: true, decoratorMetadata: false },
          target: 'es2022',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^@zhurnal/kit/testing$': '<rootDir>/services/kit/src/testing/index.ts',
    '^@zhurnal/kit/(.*)$': '<rootDir>/services/kit/src/$1.ts',
    '^@zhurnal/(roster|schedule|gradebook|reporting)/events$': '<rootDir>/services/$1/events.ts',
    '^@zhurnal/(roster|schedule|gradebook|reporting)/testing$': '<rootDir>/services/$1/test/testing.ts',
    '^@zhurnal/gateway/testing$': '<rootDir>/gateway/src/testing.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/web/.next/', '<rootDir>/.data/'],
}
const withPostgres = {
  globalSetup: '<rootDir>/infra/testing/global-setup.mjs',
  globalTeardown: '<rootDir>/infra/testing/global-teardown.mjs',
}

export default {
  // Nothing is timed by a test: a slow machine is not a fault. What hangs is ended all the same.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      ...withPostgres,
      displayName: 'services',
      testMatch: [
        '<rootDir>/services/**/*.test.ts',
        '<rootDir>/gateway/**/*.test.ts',
        '<rootDir>/infra/src/**/*.test.ts',
      ],
    },
    { ...shared, displayName: 'web', testMatch: ['<rootDir>/web/src/**/*.test.ts'] },
    {
      ...shared,
      ...withPostgres,
      displayName: 'whole',
      testMatch: ['<rootDir>/infra/whole/**/*.test.ts'],
    },
  ],
}
