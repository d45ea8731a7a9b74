// @ts-check
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const DATE_NOW = { object: 'Date', property: 'now', message: 'Use runtime.clock.now(), host() or monotonic().' };
/** What a process does through its runtime, and the member that does it. */
const WORLD = [
  DATE_NOW,
  { object: 'performance', property: 'now', message: 'Use runtime.clock.monotonic().' },
  { object: 'Math', property: 'random', message: 'Use runtime.random.' },
  { object: 'process', property: 'env', message: 'Configuration is parsed once, in main.ts.' },
];
const GLOBALS = ['setTimeout', 'setInterval', 'setImmediate', 'fetch'].map((name) => ({
  name,
  message: 'Use runtime.clock.sleep() or runtime.network.',
}));
const MODULES = [
  'node:fs',
  'node:fs/promises',
  'node:net',
  'node:tls',
  'node:http',
  'node:http2',
  'node:dgram',
  'node:timers',
  'node:timers/promises',
  'node:child_process',
  '@grpc/grpc-js',
].map((name) => ({
  name,
  message: 'Use runtime.storage or runtime.network.',
}));

export default defineConfig(
  { ignores: ['**/node_modules/**', '**/generated/**', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // It takes what changes during an await (signal.aborted, above all) for constant.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Promise.withResolvers<void>() is the plain way to say it.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['packages/{hsm-client,hsm-node,cluster-manager,kms-control-plane,aws-api}/src/**/*.ts'],
    ignores: ['**/main.ts', '**/http/server.ts', '**/*.test.ts', '**/*.fixture.ts'],
    rules: {
      'no-restricted-properties': ['error', ...WORLD],
      'no-restricted-globals': ['error', ...GLOBALS],
      'no-restricted-imports': ['error', { paths: MODULES }],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Use runtime.clock.now().' },
      ],
    },
  },
  {
    // The command line lives in the machine's world, but its time is that of the runtime as well.
    files: ['packages/cli/src/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', DATE_NOW] },
  },
  {
    files: ['packages/runtime/src/**/*.ts'],
    ignores: ['packages/runtime/src/process/**', '**/*.test.ts'],
    rules: { 'no-restricted-properties': ['error', ...WORLD] },
  },
  {
    files: ['test/**/*.ts', '**/*.test.ts', '**/*.fixture.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A world is a bundle of closures; scenarios take out what they need.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
