import test from 'ava';
import { run } from '../e2e/support/command.ts';
import { makeHome } from '../e2e/support/terminal.ts';

test('a misspelt command is refused with the one that was meant', async (t) => {
  const home = makeHome(t);
  for (const [args, reason] of [
    [['stauts'], /There is no command "stauts"; did you mean status\?/],
    [['stauts', '--json'], /unknown option|did you mean status\?/],
    [['daemon', 'strat'], /unknown command 'strat'.*Did you mean start\?/s],
    [['help', 'chian'], /There is no command "chian"; did you mean chain\?/],
    [['help', 'daemon', 'strat'], /There is no command "strat" of daemon; did you mean start\?/],
    [['xyzxyz'], /There is no command "xyzxyz"\.\n.*spyglass help/],
  ] as const) {
    const outcome = await run(home, [...args]);
    t.is(outcome.code, 2, args.join(' '));
    t.regex(outcome.stderr, reason);
    t.is(outcome.stdout, '');
  }
});

test('help of a command is had in both ways, and names the flags that every command takes', async (t) => {
  const home = makeHome(t);
  for (const words of [['chain'], ['daemon', 'start'], ['db', 'check']]) {
    const [asked, flagged] = await Promise.all([
      run(home, ['help', ...words]),
      run(home, [...words, '--help']),
    ]);
    t.is(asked.code, 0, asked.stderr);
    t.is(asked.stdout, flagged.stdout);
    t.regex(asked.stdout, new RegExp(`^Usage: spyglass ${words.join(' ')}`));
    t.regex(asked.stdout, /Global Options:[\s\S]*--data-dir[\s\S]*--socket[\s\S]*--config[\s\S]*--clock/);
  }
  const all = await run(home, ['help']);
  t.is(all.stdout, (await run(home, ['--help'])).stdout);
});
