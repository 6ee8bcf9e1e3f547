import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/** An sshd of this user on loopback with keys of its own, behind a proxy that counts bytes and can cut the line. */
export interface SshServer {
  port: number;
  /** A folder with an `ssh` that uses a key, or with `null` none, and then asks for a password: in front of PATH. */
  clientWith(key: string | null): string;
  /** Processor time of sshd and all that it has started and that has ended, in seconds. */
  cpuS(): number;
  /** Bytes that have passed in both directions. */
  bytes(): number;
  /** Cuts all connections and refuses new ones until `restore`. */
  cut(): void;
  restore(): Promise<void>;
  close(): void;
}

const sshd = '/usr/sbin/sshd';

/**
 * @param keys names of keys, each with the options of its line in `authorized_keys` (`''` for none)
 * @param locked the passphrase of a key that has one, by its name
 */
export async function startSshServer(
  place: string,
  keys: Record<string, string>,
  locked: Record<string, string> = {},
): Promise<SshServer> {
  mkdirSync(place, { recursive: true });
  const keyOf = (name: string) => join(place, name);
  for (const name of ['host', ...Object.keys(keys)]) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', locked[name] ?? '', '-f', keyOf(name)]);
  }
  const lines = Object.entries(keys).map(([name, options]) =>
    `${options} ${execFileSync('cat', [`${keyOf(name)}.pub`], { encoding: 'utf8' })}`.trim(),
  );
  writeFileSync(join(place, 'authorized_keys'), `${lines.join('\n')}\n`, { mode: 0o600 });
  const inner = await freePort();
  const config = join(place, 'sshd_config');
  writeFileSync(
    config,
    [
      `Port ${inner}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${keyOf('host')}`,
      `AuthorizedKeysFile ${join(place, 'authorized_keys')}`,
      'StrictModes no',
      'UsePAM no',
      // Nobody's password is right without PAM and a shadow file: it is only asked for.
      'PasswordAuthentication yes',
      'KbdInteractiveAuthentication no',
      'PidFile none',
    ].join('\n'),
  );
  // Where sshd is run by root, it wants this directory; whoever is not root needs none.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  const server = spawn(sshd, ['-D', '-e', '-f', config], { stdio: 'ignore' });
  await answers(inner, server);
  const proxy = await openProxy(inner);
  return {
    ...proxy,
    clientWith(key) {
      const bin = join(place, `bin-${key}`);
      mkdirSync(bin, { recursive: true });
      const method = key === null ? 'password' : 'publickey';
      const options = [
        `-F none -o IdentitiesOnly=yes -o StrictHostKeyChecking=accept-new -o IdentityAgent=none`,
        `${key === null ? '' : `-i ${keyOf(key)}`} -o PreferredAuthentications=${method}`,
        `-o UserKnownHostsFile=${join(place, 'known_hosts')} -o LogLevel=ERROR`,
      ].join(' ');
      writeFileSync(join(bin, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh ${options} "$@"\n`);
      chmodSync(join(bin, 'ssh'), 0o755);
      return bin;
    },
    cpuS: () => cpuOf(server.pid!),
    close() {
      proxy.cut();
      server.kill();
    },
  };
}

/** Of a process and of its children that have ended; see proc(5). In hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(port: number, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const socket = net.connect(port, '127.0.0.1');
    const isThere = await Promise.race([
      once(socket, 'data').then(() => true),
      once(socket, 'error').then(
        () => false,
        () => false,
      ),
    ]).catch(() => false);
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${sshd} does not run; apt-get install openssh-server`);
}

async function openProxy(inner: number) {
  const sockets = new Set<net.Socket>();
  let passed = 0;
  const join = (client: net.Socket) => {
    const server = net.connect(inner, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (piece: Buffer) => {
        passed += piece.length;
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  };
  let listener = net.createServer(join).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as net.AddressInfo;
  return {
    port,
    bytes: () => passed,
    cut() {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
    async restore() {
      listener = net.createServer(join).listen(port, '127.0.0.1');
      await once(listener, 'listening');
    },
  };
}
