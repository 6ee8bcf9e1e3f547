import test from 'ava';
import type { Chain } from '../../src/market/quotes/chain.ts';
import type { Health } from '../../src/protocol/state.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { sampleChain } from './support/sample-chain.ts';

test.serial(
  'a pane that fails says so in its place, the rest lives on, and the next change is tried',
  async (t) => {
    const { terminal, connection, clock } = await openDashboard(t);
    const broken = sampleChain();
    connection.send('chain', {
      ...broken,
      contracts: [{ ...broken.contracts[0]!, strike: null as unknown as number }],
    } as Chain);
    await clock.advance(100);
    const text = await terminal.until('the failure', (screen) => screen.includes('This pane failed'));
    t.true(text.includes('API usage'));
    t.true(text.includes('▲ +3.45'));
    terminal.press('?');
    await terminal.until('the help', (screen) => screen.includes('╭─ Help'));
    terminal.press('\u001b');
    connection.send('chain', sampleChain());
    await clock.advance(100);
    await terminal.until(
      'the chain',
      (screen) => screen.includes('0-DTE chain') && !screen.includes('failed'),
    );
    t.true(terminal.isAlternate());
  },
);

test.serial(
  'a failure outside the panes ends the dashboard with the error, and the terminal is as before',
  async (t) => {
    const { terminal, connection, clock, ended } = await openDashboard(t);
    connection.send('health', null as unknown as Health);
    connection.send('health', {} as Health);
    await clock.advance(100);
    await t.throwsAsync(ended, { instanceOf: TypeError });
    await terminal.drained();
    t.false(terminal.isAlternate());
    t.false(terminal.isCursorHidden());
    t.false(terminal.isRaw());
  },
);

for (const [name, end] of [
  ['q', '\u0071'],
  ['Ctrl-C', '\u0003'],
] as const) {
  test.serial(`${name} quits: the terminal is as before, and no timer is left`, async (t) => {
    const { terminal, clock, ended } = await openDashboard(t, { notice: 'Hello.' });
    terminal.press(end);
    await ended;
    await terminal.drained();
    t.false(terminal.isAlternate());
    t.false(terminal.isCursorHidden());
    t.false(terminal.isRaw());
    t.is(clock.pendingTimers, 0);
    t.is(terminal.stdout.listenerCount('resize'), 0);
  });
}

test.serial('an aborted signal ends it as a quit does', async (t) => {
  const controller = new AbortController();
  const { terminal, ended } = await openDashboard(t, { signal: controller.signal });
  controller.abort();
  await t.notThrowsAsync(ended);
  await terminal.drained();
  t.false(terminal.isAlternate());
});

test.serial('what ends while the terminal is away draws nothing on the shell’s screen', async (t) => {
  const away = Promise.withResolvers<void>();
  const end = new AbortController();
  const { terminal, ended } = await openDashboard(t, { suspend: () => away.promise, signal: end.signal });
  terminal.press('\u001a');
  await terminal.until('the shell', () => !terminal.isAlternate());
  const before = terminal.raw().length;
  end.abort();
  away.resolve();
  await ended;
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  await terminal.drained();
  t.false(terminal.isAlternate());
  t.notRegex(terminal.raw().slice(before), /\u001b\[\d+;\d+H|\u001b\[K/, 'neither writes nor erases');
});
