import { availableParallelism } from 'node:os';

const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2024',
        },
        module: { type: 'es6' },
      },
    ],
  },
};

/** Specs beside the code are pure and run without a database; `test/` holds what crosses libs and needs PostgreSQL or HTTP. */
export default {
  projects: [
    { ...shared, displayName: 'unit', roots: ['<rootDir>/libs', '<rootDir>/apps'], testMatch: ['**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'whole',
      roots: ['<rootDir>/test'],
      testMatch: ['**/*.spec.ts'],
      globalSetup: '<rootDir>/test/whole.setup.ts',
      globalTeardown: '<rootDir>/test/whole.teardown.ts',
    },
  ],
  // jest leaves one processor idle unless told: on two it would run every spec in one process, whose heap then only grows
  maxWorkers: Math.max(availableParallelism(), 2),
  testSequencer: '<rootDir>/scripts/longest.first.js',
  testTimeout: 60000,
};
