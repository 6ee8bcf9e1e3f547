import { SpyglassError } from '../../base/errors.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { Link } from '../../protocol/connection/link.ts';
import { note, printJson, printLine } from '../output/output.ts';

/** What came of each channel, and what is wrong with the settings of alerts: a channel that is refused there has no result. */
async function testOn(link: Link) {
  const tests = await link.request('alerts.test', {});
  const { health } = await link.request('status', {});
  const problems = health.problems
    .filter(({ subject, message }) => subject === 'settings' && message.includes('alerts.'))
    .map(({ message }) => `settings: ${message}`);
  return { tests, problems };
}

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
  const { tests, problems } = await testOn(link).finally(() => link.close());
  for (const problem of problems) note(environment, problem);
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
