import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import test, { type ExecutionContext } from 'ava';
import { errorTable, SpyglassError } from '../../../src/base/errors.ts';
import {
  launchdPlist,
  type ServiceDefinition,
  systemdQuoted,
  systemdUnit,
} from '../../../src/cli/daemon/supervisor-units.ts';
import { tempDir } from '../../support/temp-dir.ts';

const plan: ServiceDefinition = {
  name: 'spyglass',
  node: '/usr/bin/node',
  launcher: '/opt/spy glass/bin/spyglass.js',
  flags: ['--data-dir', '/srv/100%'],
  environmentFile: '/home/you/.config/spyglass/spyglass.env',
  canNotify: true,
  logPath: '/home/you/.local/state/spyglass/live.log',
};

test('the unit starts the daemon with its flags, quoted as systemd wants them', (t) => {
  const unit = systemdUnit(plan);
  t.true(
    unit.includes(
      'ExecStart=/usr/bin/node "/opt/spy glass/bin/spyglass.js" daemon run --data-dir /srv/100%%\n',
    ),
  );
  t.true(unit.includes('EnvironmentFile=-/home/you/.config/spyglass/spyglass.env\n'));
  t.true(unit.includes('Type=notify\n') && unit.includes('WatchdogSec='));
  t.notRegex(unit, /^MemoryDenyWriteExecute/m);
  t.notRegex(unit, /KEY/);
});

test('every line of the unit is a section, a comment or a setting of the section that it belongs to', (t) => {
  const known: Record<string, readonly string[]> = {
    Unit: ['Description', 'StartLimitIntervalSec'],
    Service: [
      ...['Type', 'NotifyAccess', 'TimeoutStartSec', 'TimeoutStopSec', 'WatchdogSec'],
      ...['ExecStart', 'ExecReload', 'EnvironmentFile', 'UMask'],
      ...['Restart', 'RestartSec', 'RestartPreventExitStatus'],
      ...['NoNewPrivileges', 'LockPersonality', 'RestrictRealtime', 'RestrictSUIDSGID'],
      ...['RestrictAddressFamilies', 'SystemCallArchitectures'],
    ],
    Install: ['WantedBy'],
  };
  let section = '';
  for (const line of systemdUnit(plan).split('\n')) {
    const header = /^\[(\w+)\]$/.exec(line);
    if (header) section = header[1]!;
    else if (line !== '' && !line.startsWith('#')) {
      const name = /^(\w+)=.+$/.exec(line)?.[1];
      t.true(known[section]?.includes(name ?? ''), `${section}: ${line}`);
    }
  }
  t.is(section, 'Install');
});

test('a lock of another program, unlike another daemon, keeps the service from no further start', (t) => {
  const codes = /^RestartPreventExitStatus=(.*)$/m.exec(systemdUnit(plan))![1]!.split(' ').map(Number);
  t.true(codes.includes(errorTable.database_locked.exit));
  t.false(codes.includes(errorTable.database_busy.exit));
  t.true(codes.includes(errorTable.migration_needed.exit), 'nobody migrates it meanwhile');
});

test('a path that would begin a line of its own is refused', (t) => {
  const odd = { ...plan, flags: ['--data-dir', '/srv/x\nExecStartPre=/bin/evil'] };
  for (const write of [systemdUnit, launchdPlist]) {
    t.throws(() => write(odd), { instanceOf: SpyglassError, message: /ExecStartPre/ });
  }
});

test('without systemd-notify, systemd waits for nothing that never comes', (t) => {
  const unit = systemdUnit({ ...plan, canNotify: false });
  t.true(unit.includes('Type=exec\n'));
  t.notRegex(unit, /Watchdog|Notify/);
});

test('what systemd would expand or split is quoted', (t) => {
  t.is(systemdQuoted('/plain/path-1.2_3'), '/plain/path-1.2_3');
  t.is(systemdQuoted('two words'), '"two words"');
  t.is(systemdQuoted('a"b\\c'), '"a\\"b\\\\c"');
  t.is(systemdQuoted('50%$HOME'), '"50%%$$HOME"');
});

test('the launchd agent reads the key from its file and escapes what XML needs', (t) => {
  const plist = launchdPlist({ ...plan, flags: ['--data-dir', '/srv/a&b<c'] });
  t.true(plist.includes('<string>/srv/a&amp;b&lt;c</string>'));
  t.true(plist.includes(`<string>${plan.environmentFile}</string>`));
  t.notRegex(plist, /API_KEY/);
});

/** The agent's own command around a program that runs the text given, started as launchd would. */
async function launched(t: ExecutionContext, program: string) {
  const dir = await tempDir(t);
  const launcher = path.join(dir, 'launcher.mjs');
  writeFileSync(launcher, program);
  const agent = launchdPlist({
    ...{ ...plan, node: process.execPath, launcher, flags: [] },
    environmentFile: path.join(dir, 'none'),
  });
  const [, words] = /<array>([\s\S]*)<\/array>/.exec(agent)!;
  const [shell, ...args] = [...words!.matchAll(/<string>([\s\S]*?)<\/string>/g)].map(([, text]) =>
    text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );
  const child = spawn(shell!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  return { child, exit: once(child, 'exit') };
}

test('launchd starts nothing again that would end alike, and everything else', async (t) => {
  const codeAfter = async (code: number) => (await (await launched(t, `process.exit(${code})`)).exit)[0];
  t.is(await codeAfter(errorTable.migration_needed.exit), 0);
  t.is(await codeAfter(errorTable.key_rejected.exit), 0);
  t.is(await codeAfter(errorTable.database_busy.exit), errorTable.database_busy.exit);
  t.is(await codeAfter(1), 1);
});

test('a daemon under launchd gets the signals, and has the time to close', async (t) => {
  const { child, exit } = await launched(
    t,
    `process.on('SIGHUP', () => console.log('read anew'));
    process.on('SIGTERM', () => setTimeout(() => { console.log('closed'); process.exit(1); }, 50));
    setInterval(() => {}, 1000);
    console.log('ready');`,
  );
  const lines = createInterface({ input: child.stdout! });
  const said: string[] = [];
  for await (const line of lines) {
    said.push(line);
    if (line === 'ready') child.kill('SIGHUP');
    if (line === 'read anew') child.kill('SIGTERM');
  }
  t.deepEqual(said, ['ready', 'read anew', 'closed']);
  t.deepEqual(await exit, [1, null]);
});

test('the launchd agent is a well-formed property list of keys and values', (t) => {
  const body = launchdPlist(plan).split('\n').slice(2).join('\n');
  const open: string[] = [];
  let isKeyDue = true;
  for (const [, closing, name, empty] of body.matchAll(/<(\/?)([a-z]+)(?: [^>]*?)?(\/?)>/g)) {
    if (closing) t.is(open.pop(), name);
    else {
      if (open.at(-1) === 'dict') {
        t.is(name === 'key', isKeyDue, `${open.join(' ')} ${name}`);
        isKeyDue = !isKeyDue;
      }
      if (name === 'dict') isKeyDue = true;
      if (!empty) open.push(name!);
    }
    if (closing && name === 'dict') isKeyDue = true;
  }
  t.deepEqual(open, []);
});
