import { SpyglassError } from '../../base/errors.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { printJson, printLine } from '../output/output.ts';

/**
 * Sends a message through each channel, from the daemon: its network, its environment and its desktop are what counts.
 * Throws `SpyglassError`: `not_running` without a daemon, `settings` without a channel, `alert_delivery` where one fails.
 */
export async function alertsTest(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
): Promise<undefined> {
  const { environment } = invocation;
  const { link } = await requireDaemon(invocation, 'alerts test');
  const tests = await link.request('alerts.test', {}).finally(() => link.close());
  if (tests.length === 0 && !flags.json) {
    throw new SpyglassError('settings', 'No channel is set on which alerts could be delivered.', {
      hint: 'Set alerts.command, alerts.webhook or alerts.desktop in the settings file (`spyglass config path`); docs/alerts.md has examples.',
    });
  }
  if (flags.json) printJson(environment, tests);
  else for (const { channel, message } of tests) printLine(environment, `${channel}: ${message}`);
  const failed = tests.filter(({ isOk }) => !isOk).map(({ channel }) => channel);
  if (failed.length === 0) return;
  throw new SpyglassError('alert_delivery', `The test did not get through by ${failed.join(' and ')}.`, {
    hint: 'Correct the setting, or what it names, and try again; docs/alerts.md has examples.',
  });
}
