import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { openDashboard } from '../support/open-dashboard.ts';

const footer = (text: string) => text.split('\n').at(-1)!;

test.serial('r refreshes the focused pane, says so while it runs and what came of it', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  terminal.press('r');
  await terminal.until('refreshing', (text) => /refreshing….*spot 671\.20/.test(text));
  t.is(connection.asked[0]!.method, 'refresh');
  t.deepEqual(connection.asked[0]!.params, { job: 'chain', force: false });

  terminal.press('r');
  await terminal.until('the reason', (text) => footer(text).includes('being refreshed already'));

  await clock.advance(180);
  connection.asked[0]!.answer([{ job: 'chain', isOk: true, message: '362 contracts' }]);
  await terminal.until('the outcome', (text) => footer(text).includes('362 contracts · 180 ms'));
  t.false(terminal.text().includes('refreshing'));
  await clock.advance(4000);
  await terminal.until('the keys again', (text) => footer(text).includes('r refresh'));
  t.is(connection.asked.length, 1);
});

test.serial('R refreshes everything by force, and a failed job is what is shown', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  terminal.press('R');
  await terminal.until('refreshing', (text) => text.includes('refreshing…'));
  t.deepEqual(connection.asked[0]!.params, { job: 'all', force: true });
  connection.asked[0]!.answer([
    { job: 'quote', isOk: true, message: 'SPY 671.20' },
    { job: 'chain', isOk: false, message: 'The API answered 502.' },
  ]);
  const text = await terminal.until('the failure', (screen) => footer(screen).includes('502'));
  t.false(footer(text).includes('SPY 671.20'));
});

test.serial('a failed request says what happened and what to do', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  terminal.press('R');
  await terminal.until('refreshing', (text) => text.includes('refreshing…'));
  connection.asked[0]!.refuse(new SpyglassError('rate_limited', 'No call is left in this minute.'));
  await terminal.until('message and hint', (text) =>
    footer(text).includes('No call is left in this minute. The calls of this minute are used up'),
  );
  t.false(terminal.text().includes('refreshing'));
});

test.serial('a command that cannot be used says why', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t);
  terminal.press('0');
  await terminal.until('the reason', (text) => footer(text).includes('follows the money already'));
  terminal.press('\t');
  terminal.press('r');
  await terminal.until('the reason', (text) => footer(text).includes('API usage refreshes itself'));
  connection.lose('gone', clock.now() + 1000);
  await terminal.until('the loss', (text) => text.includes('daemon gone'));
  terminal.press('p');
  await terminal.until('the reason', (text) => footer(text).includes('nothing can be asked of it'));
  t.is(connection.asked.length, 0);
});
