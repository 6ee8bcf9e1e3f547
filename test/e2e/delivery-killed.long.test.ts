import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { systemClock } from '../../src/base/clock.ts';
import { openLink } from '../../src/protocol/connection/link.ts';
import { accept, startReceiver } from '../daemon/alerts/delivery/support.ts';
import { startSimulator } from '../support/shared-market.ts';
import { until } from '../support/until.ts';
import { startDaemonProcess } from './support/command.ts';
import { makeHome } from './support/terminal.ts';

/** Notes the alert's id under its own process number, and then does what the file `mode` says. */
const script = `#!/bin/sh
printf '%s' "$SPYGLASS_ALERT_ID" > "$1/$$.part"
mv "$1/$$.part" "$1/$$"
[ "$(cat "$1/mode")" = hang ] && exec sleep 600
exit 0
`;

test('a daemon that is killed while a webhook and a command have an alert delivers it after the next start, by the same id', async (t) => {
  t.timeout(180_000);
  const home = makeHome(t);
  const receiver = await startReceiver(t);
  const notes = path.join(home.dir, 'notes');
  const program = path.join(home.dir, 'page.sh');
  mkdirSync(notes);
  writeFileSync(program, script);
  chmodSync(program, 0o755);
  const runs = () =>
    readdirSync(notes)
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => ({ pid: Number(pid), id: readFileSync(path.join(notes, pid), 'utf8') }));
  t.teardown(() => {
    // What a killed daemon has started is nobody's child any more.
    for (const { pid } of runs()) if (isAsleep(pid)) process.kill(pid);
  });
  const simulator = await startSimulator({ clock: systemClock(), profile: 'advanced', hasRateLimit: false });
  t.teardown(simulator.close);
  const dataDir = path.join(home.dir, 'd');
  const socketPath = path.join(home.dir, 's.sock');
  const flags = ['--data-dir', dataDir, '--socket', socketPath];
  const env = {
    ...{ MASSIVE_API_KEY: 'very-secret', SPYGLASS_BASE_URL: simulator.url, SPYGLASS_CALLS_PER_MINUTE: '100' },
    SPYGLASS_ALERT_RULES: 'budget > 90%',
    SPYGLASS_ALERT_WEBHOOK: `${receiver.url}/hook`,
  };
  const file = path.join(home.dir, 'spyglass.toml');
  writeFileSync(file, `[alerts]\ncommand = ${JSON.stringify([program, notes])}\n`);
  flags.push('--config', file);

  writeFileSync(path.join(notes, 'mode'), 'hang');
  receiver.treatment.next = () => {};
  const first = await startDaemonProcess(t, home, flags, env);
  const link = await openLink({ socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' });
  // The rule is about the calls of a minute, whatever the market does.
  let isFired = false;
  link.onEvent((event) => {
    isFired ||= event.name === 'alert';
  });
  await link.request('subscribe', {});
  while (!isFired) await Promise.allSettled([link.request('refresh', { job: 'quote', force: true })]);
  await until(() => receiver.received.length > 0 && runs().length > 0, 50);
  first.child.kill('SIGKILL');
  await first.exit;
  const { id } = receiver.received[0]!;
  t.is(runs()[0]!.id, id);

  writeFileSync(path.join(notes, 'mode'), 'end');
  receiver.treatment.next = accept;
  await startDaemonProcess(t, home, flags, env);
  const timesOf = () => ({
    webhook: receiver.received.filter((one) => one.id === id).length,
    command: runs().filter((one) => one.id === id).length,
  });
  await until(() => timesOf().webhook >= 2 && timesOf().command >= 2, 50);
  const database = new SqliteDatabase(path.join(dataDir, 'spyglass.sqlite'), { readonly: true });
  t.teardown(() => void database.close());
  const rows = database.prepare<[string], { channel: string; delivered_at: number | null }>(
    'select channel, delivered_at from alert_deliveries where alert_id = ? order by channel',
  );
  await until(() => rows.all(id).every((row) => row.delivered_at !== null), 50);
  t.deepEqual(
    rows.all(id).map(({ channel }) => channel),
    ['command', 'webhook'],
  );
  // Exactly once for whoever knows the id: there was one alert of it, and the second copy was taken.
  t.deepEqual(timesOf(), { webhook: 2, command: 2 });
});

/** A number of a process may have been given away meanwhile. */
function isAsleep(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) && readFileSync(file, 'utf8') === 'sleep\u0000600\u0000';
}
