import { existsSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import Database from 'better-sqlite3';
import { systemClock } from '../../src/base/clock.ts';
import { addDays, newYorkDate } from '../../src/market/calendar/new-york-time.ts';
import type { DoctorCheck } from '../../src/protocol/doctor-check.ts';
import { startSimulator } from '../support/shared-market.ts';
import { run } from './support/command.ts';
import { makeHome } from './support/terminal.ts';

test('without a daemon the doctor counts the calls that were made within the minute', async (t) => {
  const home = makeHome(t);
  const simulator = await startSimulator({ clock: systemClock(), profile: 'basic' });
  t.teardown(simulator.close);
  const env = { MASSIVE_API_KEY: 'k', SPYGLASS_BASE_URL: simulator.url };
  const here = ['--data-dir', path.join(home.dir, 'd')];
  // 151 days in four stretches of 45: as many calls as a plan of five gives to anything but a key pressed.
  const today = newYorkDate(systemClock().now());
  const range = ['--timeframe', '1hour', '--from', addDays(today, -170), '--to', addDays(today, -20)];
  const filled = await run(home, ['backfill', ...range, ...here], env);
  t.is(filled.code, 0, filled.stderr);
  t.is(simulator.requests(), 4);
  const outcome = await run(home, ['doctor', '--json', ...here], env);
  const { checks } = JSON.parse(outcome.stdout) as { checks: DoctorCheck[] };
  const plan = checks.find(({ check }) => check === 'plan')!;
  t.regex(plan.message, /^not known: This minute's 5 calls are used up/);
  t.is(simulator.requests(), 5, 'one call was left');
  const database = new Database(path.join(home.dir, 'd', 'spyglass.sqlite'), { readonly: true });
  t.teardown(() => database.close());
  const logged = database.prepare<[], number>('select count(*) from api_requests_log').pluck();
  t.is(logged.get(), 5, 'and the doctor’s own is in the log');
});

test('without a daemon and a database the doctor creates none', async (t) => {
  const home = makeHome(t);
  const simulator = await startSimulator({ clock: systemClock() });
  t.teardown(simulator.close);
  const env = { MASSIVE_API_KEY: 'k', SPYGLASS_BASE_URL: simulator.url };
  const outcome = await run(home, ['doctor', '--json', '--data-dir', path.join(home.dir, 'd')], env);
  t.true(simulator.requests() > 0, outcome.stderr);
  t.false(existsSync(path.join(home.dir, 'd')));
});
