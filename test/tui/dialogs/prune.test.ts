import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import type { WaitingSessions } from '../../../src/recordings/reports.ts';
import { openDashboard } from '../support/open-dashboard.ts';
import { samplePrune } from '../support/sample-usage.ts';

const footer = (text: string) => text.split('\n').at(-1)!;

test.serial('p counts, shows, asks, removes and tells', async (t) => {
  const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
  terminal.press('p');
  await terminal.until('counting', (text) => text.includes('Counting'));
  // Nothing is removed by a yes to a question that was not asked yet.
  terminal.press('y');
  await terminal.until('the reason', (text) => footer(text).includes('Still counting'));
  t.deepEqual(
    connection.asked.map((request) => request.params),
    [{ dryRun: true }],
  );
  connection.asked[0]!.answer(samplePrune());
  await terminal.until('the question', (text) => text.includes('Remove 12,345 rows, about 3.4 MB?'));
  t.true(terminal.text().includes('DEMO · simulated prices'));
  terminal.press('y');
  await terminal.until('removing', (text) => text.includes('Removing 12,345 rows…'));
  t.deepEqual(connection.asked[1]!.params, { dryRun: false });
  connection.asked[1]!.answer(samplePrune({ isDryRun: false, freedBytes: 3_400_000, durationMs: 212 }));
  await terminal.until('the report', (text) => text.includes('Removed 12,345 rows, 3.4 MB freed in 0.2 s.'));
  terminal.press('\r');
  await terminal.until('no dialog', (text) => !text.includes('╭─ Prune'));
  t.is(connection.asked.length, 2);
});

for (const [name, key] of [
  ['Escape', '\u001b'],
  ['Enter, which never confirms a loss,', '\r'],
  ['n', 'n'],
  ['q', 'q'],
] as const) {
  test.serial(`${name} in the prune dialog removes nothing`, async (t) => {
    const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
    terminal.press('p');
    await terminal.until('counting', (text) => text.includes('Counting'));
    connection.asked[0]!.answer(samplePrune());
    const question = await terminal.until('the question', (text) => text.includes('Remove 12,345'));
    t.true(footer(question).includes('y yes, remove'));
    terminal.press(key);
    await terminal.until('no dialog', (text) => !text.includes('╭─ Prune') && text.includes('q quit'));
    t.is(connection.asked.length, 1);
  });
}

test.serial('what waits for the archive is shown with its reason, and is not asked about', async (t) => {
  const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
  const waiting: WaitingSessions[] = [
    {
      ...{ underlying: 'SPY', rows: 'chains', date: '2026-10-12', lastDate: '2026-10-23' },
      ...{ reason: 'damaged', problem: 'chain.parquet is missing', sessions: 10, unarchived: 1 },
    },
  ];
  terminal.press('p');
  await terminal.until('counting', (text) => text.includes('Counting'));
  connection.asked[0]!.answer(samplePrune({ waiting }));
  const text = await terminal.until('the question', (screen) => screen.includes('Remove 12,345'));
  t.regex(text, /SPY chains of 10 sessions from 2026-10-12 on stay: the first one is/);
  t.regex(text, /damaged in the archive \(chain\.parquet is missing\)\./);
  terminal.press('n');
  await terminal.until('no dialog', (screen) => !screen.includes('╭─ Prune'));
  terminal.press('p');
  await terminal.until('counting', (screen) => screen.includes('Counting'));
  connection.asked[1]!.answer(samplePrune({ waiting, rows: 0, bytes: 0 }));
  await terminal.until('nothing', (screen) => screen.includes('Nothing to remove before it is archived.'));
  t.is(connection.asked.length, 2);
});

test.serial('an answer to a prune dialog that was closed does not open it again', async (t) => {
  const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
  terminal.press('p');
  await terminal.until('counting', (text) => text.includes('Counting'));
  terminal.press('n');
  await terminal.until('no dialog', (text) => !text.includes('╭─ Prune'));
  terminal.press('p');
  await terminal.until('the second', (text) => text.includes('Counting'));
  connection.asked[0]!.answer(samplePrune({ rows: 1 }));
  connection.asked[1]!.answer(samplePrune());
  await terminal.until('the second answer', (text) => text.includes('Remove 12,345 rows'));
  t.pass();
});

test.serial('nothing to prune is said, and so is a failure', async (t) => {
  const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
  const nothing = samplePrune();
  terminal.press('p');
  await terminal.until('counting', (text) => text.includes('Counting'));
  connection.asked[0]!.answer({
    ...nothing,
    rows: 0,
    bytes: 0,
    tables: nothing.tables.map((table) => ({ ...table, rows: 0, bytes: 0 })),
  });
  const text = await terminal.until('nothing', (screen) => screen.includes('nothing to remove'));
  t.false(footer(text).includes('yes, remove'));
  terminal.press('y');
  await terminal.until('closed', (text) => !text.includes('╭─ Prune'));
  t.is(connection.asked.length, 1);
  terminal.press('p');
  await terminal.until('counting', (text) => text.includes('Counting'));
  connection.asked[1]!.refuse(new SpyglassError('timeout', 'The daemon did not answer.'));
  await terminal.until('the failure', (text) => text.includes('The daemon did not answer.'));
  t.true(terminal.text().includes('busy or stuck'));
});
