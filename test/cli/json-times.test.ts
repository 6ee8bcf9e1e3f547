import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import test from 'ava';
import { run, startDaemonProcess } from '../e2e/support/command.ts';
import { launcher, makeHome } from '../e2e/support/terminal.ts';
import { long } from '../support/long.ts';

/** Every command that has `--json`, but for `backfill` and `events`, which take their time. */
const commands = [
  ['status'],
  ['quote'],
  ['chain'],
  ['levels'],
  ['last-trade'],
  ['alerts'],
  ['usage'],
  ['refresh', 'quote'],
  ['prune', '--dry-run'],
  ['db', 'check', '--quick'],
  ['doctor'],
  ['calendar'],
  ['config'],
];

/** Names of fields that hold an instant. */
const instant =
  /(At|^at|^timestamp|^now|^since|^(from|to|oldest|newest|start|open|close|preOpen|optionClose|postClose|overnightOpen|cutoff))$/;
/** A date is a New York date and no instant. */
const date = /^\d{4}-\d{2}-\d{2}$/;
const first = Date.UTC(2000, 0);
const last = Date.UTC(2100, 0);

interface Field {
  path: string;
  value: unknown;
}

function fieldsOf(value: unknown, at = ''): Field[] {
  if (typeof value !== 'object' || value === null) return [{ path: at, value }];
  return Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, `${at}.${name}`));
}

/** What is no integer of milliseconds where an instant is meant, and any text that holds an instant. */
function wrongTimes(value: unknown): Field[] {
  return fieldsOf(value).filter(({ path: at, value: found }) => {
    if (typeof found === 'string' && /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(found)) return true;
    if (!instant.test(at.slice(at.lastIndexOf('.') + 1)) || found === null) return false;
    if (typeof found === 'string')
      return !date.test(found) && !path.isAbsolute(found) && !found.startsWith('Migration');
    // A bar's open and close are prices.
    if (typeof found === 'number' && found > 0 && found < 100_000) return false;
    if (typeof found !== 'number') return typeof found !== 'boolean' && typeof found !== 'object';
    return !(Number.isInteger(found) && found > first && found < last);
  });
}

test('the check finds a time that is written another way', (t) => {
  t.deepEqual(
    wrongTimes({ a: { openedAt: 1_795_000_000_000, open: 671.2 }, date: '2026-11-23', since: null }),
    [],
  );
  t.is(wrongTimes({ openedAt: '2026-11-23T14:30:00.000Z' }).length, 1);
  t.is(wrongTimes({ when: '2026-11-23T14:30:00.000Z' }).length, 1);
  t.is(wrongTimes({ receivedAt: 1_795_000_000.5 }).length, 1);
  t.is(wrongTimes({ at: '14:30' }).length, 1);
});

long('`--json` writes every instant as milliseconds since 1970', async (t) => {
  const home = makeHome(t);
  const daemon = await startDaemonProcess(t, home, ['--demo']);
  for (const command of commands) {
    const { stdout, stderr } = await run(home, [...command, '--json', '--demo']);
    t.not(stdout, '', `${command.join(' ')}: ${stderr}`);
    t.deepEqual(wrongTimes(JSON.parse(stdout)), [], command.join(' '));
  }
  const events = spawn(process.execPath, [launcher, 'events', '--json', '--demo'], { env: home.env });
  t.teardown(() => events.kill('SIGKILL'));
  let seen = 0;
  for await (const line of createInterface({ input: events.stdout })) {
    t.deepEqual(wrongTimes(JSON.parse(line)), [], line.slice(0, 200));
    seen += 1;
    if (seen === 5) break;
  }
  const backup = await run(home, ['db', 'backup', path.join(home.dir, 'b.sqlite'), '--json', '--demo']);
  t.deepEqual(wrongTimes(JSON.parse(backup.stdout)), []);
  daemon.child.kill('SIGTERM');
  t.is(await daemon.exit, 0);
  const migrated = await run(home, ['db', 'migrate', '--json', '--demo']);
  t.deepEqual(wrongTimes(JSON.parse(migrated.stdout)), []);
});
