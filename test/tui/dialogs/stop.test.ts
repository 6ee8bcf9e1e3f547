import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { openDashboard } from '../support/open-dashboard.ts';

const footer = (text: string) => text.split('\n').at(-1)!;

test.serial('one piece of input opens a question and does not answer it', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  terminal.press('Quarterly report');
  await terminal.until('the question', (text) => /Stop/.test(text));
  await terminal.drained();
  t.false(connection.asked.some(({ method }) => method === 'shutdown'));
});

test.serial('Q asks, then stops the daemon and quits', async (t) => {
  const { terminal, connection, ended } = await openDashboard(t);
  terminal.press('Q');
  await terminal.until('the question', (text) => text.includes('Stop the daemon (process 4242) and quit?'));
  terminal.press('n');
  await terminal.until('no dialog', (text) => !text.includes('Stop the daemon ('));
  t.is(connection.asked.length, 0);
  terminal.press('Q');
  await terminal.until('the question', (text) => text.includes('Stop the daemon (process 4242) and quit?'));
  terminal.press('y');
  await terminal.until('stopping', (text) => text.includes('Stopping…'));
  t.is(connection.asked[0]!.method, 'shutdown');
  connection.asked[0]!.answer({ isClosing: true });
  await ended;
});

test.serial('Q says why when there is no daemon, or when it will not stop', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  terminal.press('Q');
  await terminal.until('the question', (text) => text.includes('Stop the daemon (process 4242) and quit?'));
  terminal.press('y');
  await terminal.until('stopping', (text) => text.includes('Stopping…'));
  connection.asked[0]!.refuse(new SpyglassError('timeout', 'The daemon did not answer.'));
  await terminal.until('the failure', (text) => text.includes('The daemon did not answer.'));
  terminal.press('y');
  await terminal.until('no dialog', (text) => !text.includes('Stop the daemon'));
  connection.lose('gone', clock.now() + 60_000);
  await terminal.until('the loss', (text) => text.includes('daemon gone'));
  terminal.press('Q');
  await terminal.until('the reason', (text) => footer(text).includes('nothing to stop'));
  t.is(connection.asked.length, 1);
});
