import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { aChain, day, monday } from '../../db/fixtures.ts';
import { run } from '../../e2e/support/command.ts';
import { type Home, makeHome } from '../../e2e/support/terminal.ts';
import { manualClock } from '../../support/manual-clock.ts';

/** A home with a live and a demo recording, and an archive of the former. */
async function recordedHome(t: ExecutionContext): Promise<Home & { data: string }> {
  const home = makeHome(t);
  const data = path.join(home.env.XDG_DATA_HOME!, 'spyglass');
  mkdirSync(data, { recursive: true });
  for (const [file, underlying, timestamp] of [
    ['spyglass.sqlite', 'SPY', monday],
    ['demo.sqlite', 'QQQ', monday + day],
  ] as const) {
    const db = await openDatabase({ path: path.join(data, file), clock: manualClock(monday) });
    await db.chains.record(aChain({ underlying, timestamp, contracts: [] }));
    await db.close();
  }
  for (const folder of ['underlying=I%3ASPX/date=2026-11-20', 'underlying=$(touch x)/date=2026-11-19']) {
    mkdirSync(path.join(data, 'archive', folder), { recursive: true });
  }
  return { ...home, data };
}

test('values are of what the line names, and of names alone', async (t) => {
  const { data, ...home } = await recordedHome(t);
  const asked = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(home, ['complete', ...words]);
    t.deepEqual([code, stderr], [0, '']);
    return stdout.split('\n').filter((line) => line !== '');
  };
  t.deepEqual(await asked('symbol', '--', 'quote', ''), ['SPY', 'I:SPX']);
  t.deepEqual(await asked('symbol', '--', '--demo', 'quote', ''), ['SPY', 'QQQ']);
  t.deepEqual(await asked('date', '--', 'replay', ''), ['2026-11-23', '2026-11-20']);
  t.deepEqual(await asked('date', '--', 'replay', '--symbol', 'i:spx', ''), ['2026-11-20']);
  t.deepEqual(await asked('archived-date', '--', 'archive', 'verify', ''), ['2026-11-20']);
  t.deepEqual(await asked('waiting-date', '--', 'archive', 'now', ''), ['2026-11-23']);
  t.deepEqual(await asked('expiration', '--', 'chain', '--expiry', ''), ['2026-11-23']);
  t.deepEqual(await asked('date', '--', 'replay', '--demo', ''), ['2026-11-24']);
  t.deepEqual(await asked('date', '--', 'replay', '--archive', path.join(data, 'archive'), ''), [
    '2026-11-20',
  ]);
  t.deepEqual(await asked('date', '--', 'replay', '--data-dir', '/nowhere', ''), []);
  t.deepEqual(await asked('date', '--', 'replay', '--host', 'ssh://nowhere.invalid', ''), []);
  const rules = [
    { id: 3, rule: 'SPY price crosses 701', addedAt: monday },
    { id: 12, rule: '$(touch x)', addedAt: monday },
  ];
  writeFileSync(
    path.join(data, 'spyglass.alert-rules.json'),
    JSON.stringify({ version: 1, nextId: 13, rules }),
  );
  t.deepEqual(await asked('added-rule', '--', 'alerts', 'remove', ''), ['3']);
  t.deepEqual(await asked('added-rule', '--', '--demo', 'alerts', 'remove', ''), []);
  t.deepEqual(await asked('secrets', '--', ''), []);
});

test('settings that are typed or wrong, a broken database and no recording at all are no reason to speak', async (t) => {
  const home = makeHome(t);
  const config = path.join(home.dir, 'mine.toml');
  writeFileSync(config, 'watch.symbol = "IWM"\n');
  const asked = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(home, ['complete', ...words]);
    t.deepEqual([code, stderr], [0, '']);
    return stdout;
  };
  mkdirSync(path.join(home.dir, 'broken'));
  const before = readdirSync(home.dir).sort();
  t.is(await asked('symbol', '--', '--config', config, 'quote', ''), 'IWM\n');
  t.is(await asked('date', '--', 'replay', ''), '');
  const data = path.join(home.dir, 'broken');
  writeFileSync(path.join(data, 'spyglass.sqlite'), 'not a database');
  t.is(await asked('date', '--', 'replay', '--data-dir', data, ''), '');
  writeFileSync(config, 'watch.symbol = 7 [[[');
  t.is(await asked('symbol', '--', '--config', config, 'quote', ''), 'SPY\n');
  t.deepEqual(readdirSync(home.dir).sort(), before);
});
