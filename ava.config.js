/** Where scripts/test.ts has put the files of its run; AVA by itself runs each test file in a process of its own. */
const entries = process.env.SPYGLASS_TEST_ENTRIES;

export default {
  files: entries ? [`${entries}/*.test.ts`] : ['test/**/*.test.{ts,tsx}'],
  extensions: ['ts', 'tsx'],
  nodeArguments: ['--import=./scripts/typescript-hook.js'],
  workerThreads: false,
  // Without any test that ends. Of files that scripts/test.ts runs, a test that hangs fails before, under its name.
  timeout: '5m',
};
