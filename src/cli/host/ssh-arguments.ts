import type { HostAddress } from './host-address.ts';

/** What ssh runs over there, and how it is asked. */
export interface SshRequest {
  address: HostAddress;
  /** What starts Spyglass over there; a shell of the server reads it. */
  remoteCommand: string;
  /** Means the daemon of the simulated market. */
  isDemo: boolean;
  /** Later connections share the first one, without another password, over a socket in this directory; `null`: no sharing. */
  controlDirectory: string | null;
  /** It must not ask: the terminal shows the dashboard. */
  isSilent: boolean;
}

/** Seconds until a server that does not answer is given up, and between signs of life of one that did. */
const patienceS = 15;
const signOfLifeS = 15;

/** The arguments of ssh that join our streams to a daemon's socket on another machine. */
export function sshArguments({
  address: { server, user, port, socketPath },
  remoteCommand,
  isDemo,
  controlDirectory,
  isSilent,
}: SshRequest): string[] {
  const option = (name: string, value: string | number) => ['-o', `${name}=${value}`];
  return [
    '-T',
    ...option('ConnectTimeout', patienceS),
    ...option('ServerAliveInterval', signOfLifeS),
    ...(isSilent ? option('BatchMode', 'yes') : []),
    ...(controlDirectory === null
      ? []
      : [
          ...option('ControlMaster', 'auto'),
          ...option('ControlPath', `${controlDirectory}/%C`),
          ...option('ControlPersist', 'no'),
        ]),
    ...(port === null ? [] : ['-p', String(port)]),
    ...(user === null ? [] : ['-l', user]),
    '--',
    server,
    [
      remoteCommand,
      'dial-stdio',
      ...(isDemo ? ['--demo'] : []),
      ...(socketPath === null ? [] : ['--socket', quoted(socketPath)]),
    ].join(' '),
  ];
}

/** A word as a POSIX shell takes it. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
