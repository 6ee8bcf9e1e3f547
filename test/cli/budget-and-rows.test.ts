import test from 'ava';
import { run, startDaemonProcess } from '../e2e/support/command.ts';
import { makeHome } from '../e2e/support/terminal.ts';

test('status and usage say which rows were left out, how many calls are left and when the next one is', async (t) => {
  const home = makeHome(t);
  // Every seventh row of a chain is null, a text, a number or a list.
  await startDaemonProcess(t, home, ['--demo', '--fault', 'rows-that-are-none']);
  const refreshed = await run(home, ['refresh', 'chain', '--force', '--demo']);
  t.is(refreshed.code, 0, refreshed.stderr);

  const usage = JSON.parse((await run(home, ['usage', '--json', '--demo'])).stdout);
  t.true(usage.rejectedRows.count > 0);
  const [{ reason }] = usage.rejectedRows.reasons;
  const status = JSON.parse((await run(home, ['status', '--json', '--demo'])).stdout);
  t.true(status.rejectedRows.count >= usage.rejectedRows.count);
  // A poll in between may have brought as many of another reason.
  t.true(status.rejectedRows.reasons.some((found: { reason: string }) => found.reason === reason));

  const left = /\d+ of \d+ calls in the last minute, \d+ left, the next in (?:\d+m )?\d+s, \d+ kept for you/;
  for (const command of ['status', 'usage']) {
    const { stdout } = await run(home, [command, '--demo']);
    t.regex(stdout, left);
    t.regex(stdout, /^rows left out since the daemon started: \d+$/m);
    t.regex(stdout, new RegExp(`^ +\\d+  ${reason.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'm'));
  }
});
