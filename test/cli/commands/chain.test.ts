import { mkdirSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { aChain, aContract, monday } from '../../db/fixtures.ts';
import { run, startDaemonProcess } from '../../e2e/support/command.ts';
import { makeHome } from '../../e2e/support/terminal.ts';
import { manualClock } from '../../support/manual-clock.ts';

test('a chain is exported the same by the daemon and from the recordings, greeks of the model included', async (t) => {
  const home = makeHome(t);
  await startDaemonProcess(t, home, ['--demo', '--fault', 'no-greeks']);
  const refreshed = await run(home, ['refresh', 'chain', '--force', '--demo']);
  t.is(refreshed.code, 0, refreshed.stderr);
  const newest = JSON.parse((await run(home, ['chain', '--json', '--demo'])).stdout);
  const asOf = ['--at', new Date(newest.timestamp).toISOString(), '--demo'];
  const csv = await run(home, ['chain', '--csv', ...asOf]);
  const json = await run(home, ['chain', '--json', ...asOf]);
  const ofModel = csv.stdout.split('\r\n').filter((line) => line.includes(',model,'));
  t.true(ofModel.length > 100, String(ofModel.length));
  t.deepEqual(JSON.parse(json.stdout), { ...newest, asOf: newest.timestamp });

  t.true(
    JSON.parse((await run(home, ['chain', '--json', '--at', '-0s', '--demo'])).stdout).timestamp >=
      newest.timestamp,
  );
  const future = await run(home, ['chain', '--at', '+1h', '--demo']);
  t.is(future.code, 2);
  t.regex(future.stderr, /lies in the future: it is \w{3} /);
  const before = await run(home, ['chain', '--at', 'yesterday open', '--demo']);
  t.is(before.code, 5, before.stderr);
  t.regex(before.stderr, /No chain of SPY as of \w{3} \d+ \w{3} .*09:30:00 ET has been recorded/);
  t.regex(before.stderr, /`d` shows which days are recorded/);

  t.is((await run(home, ['daemon', 'stop', '--demo'])).code, 0);
  const recordedCsv = await run(home, ['chain', '--csv', ...asOf]);
  t.regex(recordedCsv.stderr, /No daemon is running/);
  t.is(recordedCsv.stdout, csv.stdout);
  t.is((await run(home, ['chain', '--json', ...asOf])).stdout, json.stdout);
  const latest = JSON.parse((await run(home, ['chain', '--json', '--demo'])).stdout);
  t.true(latest.timestamp >= newest.timestamp);
  t.is(latest.contracts[0].greeksSource, newest.contracts[0].greeksSource);
});

test('without a daemon, days count as the exchange said, and by them the time that greeks are for', async (t) => {
  const home = makeHome(t);
  const clock = manualClock(monday);
  const file = path.join(home.dir, 'data', 'spyglass', 'demo.sqlite');
  mkdirSync(path.dirname(file), { recursive: true });
  const bare = aContract({ bid: 2.9, ask: 3, impliedVolatility: null, delta: null, greeksSource: null });
  const db = await openDatabase({ path: file, clock });
  await db.chains.record(aChain({ contracts: [bare] }));
  const volatility = async () => {
    const { stdout } = await run(home, ['chain', '--json', '--at', new Date(monday).toISOString(), '--demo']);
    return JSON.parse(stdout).contracts[0].impliedVolatility as number;
  };
  const usual = await volatility();
  // Three hours less to go for the same price.
  const early = { date: '2026-11-23', name: 'Storm', kind: 'early-close', origin: 'announcement' } as const;
  await db.exchangeDays.replace([early], monday);
  t.true((await volatility()) > usual * 1.2);
  await db.close();
});

test('strikes, bids and the spot are printed with the decimals that they have', async (t) => {
  const home = makeHome(t);
  const file = path.join(home.dir, 'data', 'spyglass', 'demo.sqlite');
  mkdirSync(path.dirname(file), { recursive: true });
  const db = await openDatabase({ path: file, clock: manualClock(monday) });
  const contracts = [
    aContract({ strike: 689.125, bid: 0.0125, ask: 0.02 }),
    aContract({ strike: 600, bid: 71.1233, ask: 71.5, delta: -0 }),
    aContract({ strike: 600, optionType: 'put', bid: 0, ask: 0.01, delta: -0.0004 }),
  ];
  await db.chains.record(aChain({ contracts, underlyingPrice: 671.1233 }));
  await db.close();
  const asOf = ['--at', new Date(monday).toISOString(), '--demo'];
  const text = await run(home, ['chain', ...asOf]);
  t.regex(text.stdout, /spot 671\.1233 \(chain, 09:59:59\)/);
  t.regex(text.stdout, / 600\.000 /);
  t.regex(text.stdout, / 0\.0125 +689\.125 /);
  t.regex(text.stdout, / 71\.1233 /);
  t.notRegex(text.stdout, /-0\.00/);
  const json = await run(home, ['chain', '--json', ...asOf]);
  t.notRegex(json.stdout, /: -0\b(?!\.)/);
  const csv = await run(home, ['chain', '--csv', ...asOf]);
  t.notRegex(csv.stdout, /,-0,/);
  t.true(csv.stdout.includes(',689.125,0.0125,0.02,'), csv.stdout);
  const levels = await run(home, ['levels', ...asOf]);
  t.regex(levels.stdout, /spot 671\.1233 \(chain, 09:59:59\)/);
});
