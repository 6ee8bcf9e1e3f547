import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';

/** What a supervisor has to know of the daemon. */
export interface ServiceDefinition {
  /** `spyglass`, or with the instance's name behind it. */
  name: string;
  node: string;
  launcher: string;
  /** The daemon's own flags. */
  flags: readonly string[];
  /** Holds the secrets; mode 0600. */
  environmentFile: string;
  /** Whether `systemd-notify` is there to tell systemd when the daemon is ready and alive. */
  canNotify: boolean;
  logPath: string;
}

/** Exit codes after which another start would end alike: flags, settings, key, database, its migration, socket. */
const hopeless = [2, 10, 20, 21, 22, 23, 28, 30];

/**
 * A systemd user unit; see systemd.service(5) and systemd.exec(5).
 * @throws SpyglassError `usage` where a path cannot be written into one
 */
export function systemdUnit(plan: ServiceDefinition): string {
  checkWords(plan);
  const command = [plan.node, plan.launcher, 'daemon', 'run', ...plan.flags].map(systemdQuoted).join(' ');
  const readiness = plan.canNotify
    ? 'Type=notify\nNotifyAccess=all\nTimeoutStartSec=150\nWatchdogSec=120'
    : 'Type=exec';
  return `[Unit]
Description=Spyglass records SPY's option chain
# It waits for the network itself, which user units cannot, and is started again however long that takes.
StartLimitIntervalSec=0

[Service]
${readiness}
ExecStart=${command}
ExecReload=/bin/kill -HUP $MAINPID
EnvironmentFile=-${plan.environmentFile.replaceAll('%', '%%')}
Restart=on-failure
RestartSec=15
RestartPreventExitStatus=${hopeless.join(' ')}
TimeoutStopSec=10
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
# Not MemoryDenyWriteExecute: V8 compiles at run time, which that forbids.

[Install]
WantedBy=default.target
`;
}

/**
 * launchd knows no exit codes, only success and failure: the shell stays, passes signals on, and calls a failure that another
 * start would meet again a success. A signal ends `wait` while the daemon still closes, so it waits again.
 */
const launchdScript = [
  'set -a; [ -r "$0" ] && . "$0"; set +a',
  ...['TERM', 'HUP', 'USR1'].map((signal) => `trap 'kill -${signal} $child' ${signal}`),
  '"$@" & child=$!',
  'while wait $child; code=$?; kill -0 $child 2>/dev/null; do :; done',
  `case $code in ${hopeless.join('|')}) exit 0;; esac`,
  'exit $code',
].join('\n');

/**
 * A launchd agent; see launchd.plist(5). launchd has no environment file, so a shell reads it.
 * @throws SpyglassError `usage` where a path cannot be written into one
 */
export function launchdPlist(plan: ServiceDefinition): string {
  checkWords(plan);
  const command = [plan.node, plan.launcher, 'daemon', 'run', '--log-file', ...plan.flags];
  const strings = ['/bin/sh', '-c', launchdScript, plan.environmentFile, ...command];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${xml(plan.name)}</string>
  <key>ProgramArguments</key>
  <array>
${strings.map((text) => `    <string>${xml(text)}</string>`).join('\n')}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>15</integer>
  <key>Umask</key>
  <integer>63</integer>
  <key>StandardErrorPath</key>
  <string>${xml(`${plan.logPath}.start`)}</string>
  <key>WorkingDirectory</key>
  <string>${xml(path.dirname(plan.environmentFile))}</string>
</dict>
</plist>
`;
}

/** A line break would end a line of the unit and begin another setting; XML takes no control character at all. */
function checkWords({ node, launcher, flags, environmentFile, logPath }: ServiceDefinition): void {
  for (const word of [node, launcher, ...flags, environmentFile, logPath]) {
    if (!/\p{Cc}/u.test(word)) continue;
    throw new SpyglassError('usage', `No service can be given ${JSON.stringify(word)}.`, {
      hint: 'Choose paths without line breaks and other control characters.',
    });
  }
}

/** One word of an `ExecStart=`: quotes and backslashes escaped, and what systemd would expand doubled. */
export function systemdQuoted(word: string): string {
  const escaped = word.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w@%+=:,./-]+$/.test(escaped) ? escaped : `"${escaped}"`;
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
