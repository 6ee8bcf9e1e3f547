import path from 'node:path';
import test from 'ava';
import { systemClock } from '../../src/base/clock.ts';
import type { LastTradeReport } from '../../src/market/quotes/last-trade.ts';
import { startSimulator } from '../support/shared-market.ts';
import { run, startDaemonProcess } from './support/command.ts';
import { makeHome } from './support/terminal.ts';

test('the last trade of a stock is printed, and what a plan lacks ends with its exit code and the plan that has it', async (t) => {
  const home = makeHome(t);
  const simulator = await startSimulator({ clock: systemClock(), profile: 'basic', hasRateLimit: false });
  t.teardown(simulator.close);
  const env = {
    MASSIVE_API_KEY: 'k',
    SPYGLASS_BASE_URL: simulator.url,
    SPYGLASS_CALLS_PER_MINUTE: '60',
  };
  const here = ['--data-dir', path.join(home.dir, 'd')];
  t.is((await run(home, ['last-trade', ...here], env)).code, 3, 'no daemon');
  await startDaemonProcess(t, home, here, env);

  const refused = await run(home, ['last-trade', ...here], env);
  t.is(refused.code, 11, refused.stderr);
  t.is(refused.stdout, '');
  t.regex(refused.stderr, /Stocks Developer plan.*Stocks Advanced plan/);
  const contract = await run(home, ['last-trade', 'O:SPY261218C00700000', ...here], env);
  t.is(contract.code, 11, contract.stderr);
  t.regex(contract.stderr, /Options Starter plan.*Options Developer plan/);

  simulator.setProfile('advanced');
  const forced = await run(home, ['last-trade', 'spy', '--force', ...here], env);
  t.is(forced.code, 0, forced.stderr);
  t.regex(forced.stdout, /^SPY\n.*price.*\ntrade +\d+\.\d\d .*\nbid .*\nask .*\n$/);
  const { trade } = JSON.parse(
    (await run(home, ['last-trade', '--json', ...here], env)).stdout,
  ) as LastTradeReport;
  t.true(trade.value!.price > 100);
  const byOldName = await run(home, ['tape', '--json', ...here], env);
  t.is(byOldName.code, 0);
  t.is(byOldName.stderr, '`spyglass tape` is now called `spyglass last-trade`.\n');
  t.is((JSON.parse(byOldName.stdout) as LastTradeReport).symbol, 'SPY');
  t.is((await run(home, ['last-trade', 'ZZZZ', ...here], env)).code, 5);
  const mistyped = await run(home, ['last-trade', 'SPY261199C00700000', ...here], env);
  t.is(mistyped.code, 2);
  t.regex(mistyped.stderr, /2026-11-99 is not a calendar date/);
});
