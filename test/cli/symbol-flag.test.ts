import test from 'ava';
import { run, startDaemonProcess } from '../e2e/support/command.ts';
import { makeHome } from '../e2e/support/terminal.ts';

test('a command that is about no symbol refuses --symbol, and its help has none', async (t) => {
  const home = makeHome(t);
  const [refused, help, chain, root] = await Promise.all([
    run(home, ['prune', '--symbol', 'SPY']),
    run(home, ['prune', '--help']),
    run(home, ['chain', '--help']),
    run(home, ['--help']),
  ]);
  t.is(refused.code, 2);
  t.regex(refused.stderr, /prune takes no --symbol: it is not about one symbol\./);
  t.notRegex(help.stdout, /--symbol/);
  t.is(chain.stdout.match(/--symbol/g)?.length, 1, 'as its own option, and not once more as a global one');
  t.regex(root.stdout, /--symbol <symbol> +the symbol that the dashboard shows first/);
});

test('what is mistyped is said before a daemon starts', async (t) => {
  const home = makeHome(t);
  for (const args of [
    ['--demo', '--once', '--symbol', 'sp y'],
    ['--demo', 'events', '--symbol', 'sp y'],
    ['--demo', 'status', '--symbol', 'sp y'],
  ]) {
    const { code, stderr } = await run(home, args);
    t.is(code, 2, args.join(' '));
    t.regex(stderr, /"sp y" is not a symbol/);
  }
});

test('--symbol says what a command is about, before or after it', async (t) => {
  const home = makeHome(t);
  await startDaemonProcess(t, home, ['--demo'], { SPYGLASS_ALERT_RULES: 'price > 1;QQQ price > 1' });
  const json = async (...args: string[]) =>
    JSON.parse((await run(home, ['--demo', ...args, '--json'])).stdout);
  await run(home, ['--demo', 'refresh', '--symbol', 'SPY']);
  t.is((await json('quote', '--symbol', 'spy')).symbol, 'SPY');
  t.is((await json('--symbol', 'spy', 'chain')).underlying, 'SPY');
  const rules = async (symbol: string) =>
    (await json('alerts', '--symbol', symbol)).rules.map(({ text }: { text: string }) => text);
  t.deepEqual(await rules('SPY'), ['price > 1']);
  t.deepEqual(await rules('QQQ'), ['QQQ price > 1']);
  t.true((await json('status', '--symbol', 'SPY')).coverage.length > 0);
  const other = await run(home, ['--demo', 'status', '--symbol', 'TSLA']);
  t.regex(other.stderr, /TSLA is not recorded; SPY is\.\n.*record\.symbols/s);
  t.not(other.code, 0);
  const picture = await run(home, ['--demo', '--once', '--symbol', 'QQQ']);
  t.regex(picture.stdout, /^ SPYGLASS {2}QQQ /);
});
