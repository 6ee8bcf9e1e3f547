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
  await startDaemonProcess(t, home, ['--demo'], {
    ...{ SPYGLASS_RECORD_SYMBOLS: 'SPY,QQQ', SPYGLASS_ALERT_RULES: 'price > 1;QQQ price > 1' },
  });
  const json = async (...args: string[]) =>
    JSON.parse((await run(home, ['--demo', ...args, '--json'])).stdout);
  const refreshed = await json('refresh', '--symbol', 'QQQ');
  t.deepEqual(
    refreshed.map(({ job }: { job: string }) => job),
    ['quote QQQ', 'chain QQQ', 'bars QQQ'],
  );
  t.is((await json('quote', '--symbol', 'spy')).symbol, 'SPY');
  t.is((await json('--symbol', 'spy', 'chain')).underlying, 'SPY');
  const rules = async (symbol: string) =>
    (await json('alerts', '--symbol', symbol)).rules.map(({ text }: { text: string }) => text);
  t.deepEqual(await rules('SPY'), ['price > 1']);
  t.deepEqual(await rules('QQQ'), ['QQQ price > 1']);
  t.regex((await run(home, ['--demo', 'alerts'])).stdout, /^SPY price > 1 [\s\S]*^QQQ price > 1 /m);
  const { jobs, coverage } = await json('status', '--symbol', 'QQQ');
  t.deepEqual(
    jobs.map(({ name }: { name: string }) => name),
    ['quote QQQ', 'chain QQQ', 'bars QQQ'],
  );
  t.true(coverage.length > 0 && coverage.every(({ symbol }: { symbol: string }) => symbol === 'QQQ'));
  const first = await json('status', '--symbol', 'SPY');
  t.false(first.jobs.some(({ name }: { name: string }) => name.endsWith('QQQ')));
  t.regex((await run(home, ['--demo', 'quote'])).stdout, /^SPY .*\nQQQ /);
  const other = await run(home, ['--demo', 'status', '--symbol', 'TSLA']);
  t.regex(other.stderr, /TSLA is not recorded; recorded: SPY, QQQ\.\n.*record\.symbols/s);
  t.not(other.code, 0);
  const picture = await run(home, ['--demo', '--once', '--symbol', 'QQQ']);
  t.regex(picture.stdout, /^ SPYGLASS {2}QQQ /);
});
