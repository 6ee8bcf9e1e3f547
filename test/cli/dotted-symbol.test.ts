import { run, startDaemonProcess } from '../e2e/support/command.ts';
import { makeHome } from '../e2e/support/terminal.ts';
import { long } from '../support/long.ts';

long('a ticker with a dot is polled, recorded, read back and asked about like any other', async (t) => {
  const home = makeHome(t);
  const env = { SPYGLASS_SYMBOL: 'BRK.B' };
  await startDaemonProcess(t, home, ['--demo'], env);
  const refreshed = await run(home, ['refresh', 'chain', '--force', '--demo'], env);
  t.is(refreshed.code, 0, refreshed.stdout + refreshed.stderr);
  const found = await run(home, ['chain', 'brk.b', '--json', '--demo']);
  t.is(found.code, 0, found.stderr);
  const chain = JSON.parse(found.stdout);
  t.is(chain.underlying, 'BRK.B');
  t.is(chain.rejectedRows, 0);
  t.true(chain.contracts.length > 300);
  const { symbol, strike } = chain.contracts.at(-1);
  t.regex(symbol, /^BRKB\d{6}P\d{8}$/);
  const contract = JSON.parse((await run(home, ['last-trade', symbol, '--json', '--demo'])).stdout);
  t.is(contract.snapshot.problem, null);
  t.is(contract.snapshot.value.contract.strike, strike);
  const stock = JSON.parse((await run(home, ['last-trade', 'BRK.B', '--json', '--demo'])).stdout);
  t.true(stock.trade.value.price > 100);

  const asOf = ['chain', 'BRK.B', '--csv', '--at', new Date(chain.timestamp).toISOString(), '--demo'];
  const before = await run(home, asOf);
  t.is((await run(home, ['daemon', 'stop', '--demo'])).code, 0);
  const recorded = await run(home, asOf);
  t.regex(recorded.stderr, /No daemon is running/);
  t.is(recorded.stdout, before.stdout);
  t.is(recorded.stdout.trim().split('\r\n').length, chain.contracts.length + 1);
});
