import test from 'ava';
import { run, startDaemonProcess } from '../e2e/support/command.ts';
import { makeHome } from '../e2e/support/terminal.ts';

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
  t.deepEqual(JSON.parse(json.stdout), newest);

  t.is((await run(home, ['daemon', 'stop', '--demo'])).code, 0);
  const recordedCsv = await run(home, ['chain', '--csv', ...asOf]);
  t.regex(recordedCsv.stderr, /No daemon is running/);
  t.is(recordedCsv.stdout, csv.stdout);
  t.is((await run(home, ['chain', '--json', ...asOf])).stdout, json.stdout);
  const latest = JSON.parse((await run(home, ['chain', '--json', '--demo'])).stdout);
  t.true(latest.timestamp >= newest.timestamp);
  t.is(latest.contracts[0].greeksSource, newest.contracts[0].greeksSource);
});
