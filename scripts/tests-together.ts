import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import avaTest, { type ExecutionContext } from 'ava';
import { hasLongTests, isLongFile } from './long-tests.ts';

type Run = (t: ExecutionContext) => unknown;

/** A test as its file declares it: `test.serial.skip('title', run)` has the words `serial` and `skip`. */
interface Declared {
  file: string;
  /** With `long` as the first one for a test of `test/support/long.ts`. */
  words: string[];
  args: [title: string, run: Run] | [hook: Run];
}

/** Longer than any test takes on a busy machine. One that hangs fails under its name, and the next one starts. */
const patienceMs = 240_000;

/** The files import this in place of AVA, which wants all tests of a process at once. */
const standIn = 'data:text/javascript,export default globalThis.declareTest';

/**
 * Runs the long tests of some files, or all others, in one process and one after the other: to start a process and load
 * the program takes longer than most files' tests. A test therefore ends what it starts, with `t.teardown`; hooks are
 * refused, but `after`.
 */
export async function runTogether(files: readonly string[], isLong = false): Promise<void> {
  const declared: Declared[] = [];
  let file = '';
  const declarer = (words: string[]): unknown =>
    new Proxy(() => {}, {
      get: (_, word) => declarer([...words, String(word)]),
      apply: (_, __, args) => void declared.push({ file, words, args: args as Declared['args'] }),
    });
  Object.assign(globalThis, { declareTest: declarer([]) });
  const hooks = registerHooks({
    resolve: (name, context, next) =>
      name === 'ava' ? { url: standIn, shortCircuit: true } : next(name, context),
  });
  for (file of files) {
    await import(pathToFileURL(file).href).catch((error) => {
      const words = isLong ? ['long'] : [];
      declared.push({ file, words, args: ['can be loaded', () => Promise.reject(error)] });
    });
  }
  hooks.deregister();
  for (const test of declared) if (isHook(test) || isLongTest(test) === isLong) declareWithAva(test);
}

const isHook = ({ args }: Declared) => typeof args[0] !== 'string';

function isLongTest({ file, words }: Declared): boolean {
  if (isLongFile(file)) return true;
  if (words[0] !== 'long') return false;
  // `npm run test:long` would not find it.
  if (!hasLongTests(file))
    throw new Error(`${file}: it has long tests and does not import test/support/long.ts`);
  return true;
}

type Chain = ((title: string, run: Run) => void) & { [word: string]: Chain };

function declareWithAva({ file, words, args }: Declared): void {
  const [title, run] = args;
  if (words[0] === 'after') {
    // What a file takes away at its end goes at the end of the process.
    avaTest.after(args[0] as Run);
    return;
  }
  if (typeof title !== 'string' || !run) throw new Error(`${file}: it has a hook for each of its tests`);
  let test = avaTest.serial as unknown as Chain;
  for (const word of words) if (word !== 'serial' && word !== 'long') test = test[word]!;
  const parts = path
    .relative('test', file)
    .replace(/\.test\.tsx?$/, '')
    .split(path.sep);
  test([...parts, title].join(' › '), (t) => {
    t.timeout(patienceMs, `did not end within ${patienceMs / 60_000} minutes`);
    return run(t);
  });
}
