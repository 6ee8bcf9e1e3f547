/** `npm test` runs many test files in a process, from the parts that scripts/test.ts writes; AVA by itself runs each in its own. */
const isTogether = process.env.SPYGLASS_TESTS_TOGETHER === '1';

export default {
  files: isTogether ? ['temp/tests/*.test.ts'] : ['test/**/*.test.{ts,tsx}'],
  extensions: ['ts', 'tsx'],
  nodeArguments: ['--import=./scripts/typescript-hook.js'],
  workerThreads: false,
  // Without any test that ends. In `npm test` a test that hangs fails before, under its name.
  timeout: '5m',
};
