import test from 'ava';
import { errorTable, SpyglassError } from '../../../src/base/errors.ts';
import {
  launchdPlist,
  type ServiceDefinition,
  systemdQuoted,
  systemdUnit,
} from '../../../src/cli/daemon/supervisor-units.ts';

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
