import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { messageOf, SpyglassError } from '../../base/errors.ts';
import { byeLine } from '../../protocol/framing.ts';
import { type DialedAhead, dialAhead } from './dial-ahead.ts';
import type { HostAddress } from './host-address.ts';
import { beforeEndBySignal } from './end-by-signal.ts';
import { keepFirstChannel } from './first-channel.ts';
import { openSshChannel, type SshChannel } from './ssh-channel.ts';
import { sshArguments } from './ssh-arguments.ts';

/** A daemon on another machine, as if it answered on a socket here. */
export interface HostBridge {
  /** Where it answers: a socket of this process, in a directory that nobody else may enter. */
  socketPath: string;
  /** What a shell over there printed before the daemon; `''` where it printed nothing. */
  noise: string;
  /** Real ms of the last round trip; `null` while there is no connection. */
  roundTripMs(): number | null;
  close(): void;
}

/** Which daemon, and how ssh is run. */
export interface HostBridgeOptions {
  address: HostAddress;
  remoteCommand: string;
  isDemo: boolean;
  clock: Clock;
  appVersion: string;
  platform: NodeJS.Platform;
  /** Connections that will be made one after the other, as far as that is known: they are dialed at once. */
  connections: number;
  /** ssh, found in PATH. */
  program?: string;
}

/**
 * Connects to the server, while ssh may still ask for a password, and keeps that connection: later ones share it. Each
 * connection to the socket becomes one to the daemon.
 * @throws SpyglassError `host` with what ssh or the server said
 */
export async function openHostBridge(options: HostBridgeOptions): Promise<HostBridge> {
  const { address, remoteCommand, isDemo, clock, appVersion, platform, program = 'ssh' } = options;
  const directory = mkdtempSync(path.join(tmpdir(), 'spyglass-'));
  // Windows' ssh shares no connections, and its sockets are pipes with a name.
  const isWindows = platform === 'win32';
  const socketPath = isWindows ? `\\\\.\\pipe\\${path.basename(directory)}` : path.join(directory, 'daemon');
  const dial = (isSilent: boolean) =>
    openSshChannel({
      program,
      arguments: sshArguments({
        ...{ address, remoteCommand, isDemo, isSilent },
        controlDirectory: isWindows ? null : directory,
      }),
    });
  const server = net.createServer((socket) => void join(socket, ahead?.take() ?? dial(true), address));
  const close = () => {
    stopListening();
    first?.close();
    ahead?.close();
    server.close();
    for (const socket of sockets) socket.destroy();
    rmSync(directory, { recursive: true, force: true });
  };
  // The directory must not stay behind, also where ssh still asks for a password.
  const stopListening = beforeEndBySignal(close);
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let first: ReturnType<typeof keepFirstChannel> | null = null;
  let ahead: DialedAhead | null = null;
  try {
    const channel = await dial(false);
    ahead = dialAhead(() => dial(true), options.connections);
    first = keepFirstChannel(channel, { dial: () => dial(true), clock, appVersion });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
    });
    return { socketPath, noise: channel.noise, roundTripMs: first.roundTripMs, close };
  } catch (error) {
    close();
    throw unreachable(address, error);
  }
}

/** Joins a connection here to one over there. The client is told why one ends, as a daemon would tell it. */
async function join(socket: net.Socket, dialing: Promise<SshChannel>, address: HostAddress): Promise<void> {
  const end = (reason: string) => {
    if (!socket.destroyed && socket.writable) socket.end(byeLine(`${address.text}: ${reason}`));
  };
  let channel: SshChannel;
  try {
    channel = await dialing;
  } catch (error) {
    return end(messageOf(error));
  }
  const { input, output, ended } = channel;
  socket.on('error', () => undefined);
  socket.once('close', channel.close);
  if (socket.destroyed) return channel.close();
  output.pipe(socket, { end: false });
  socket.pipe(input);
  end(await ended);
}

function unreachable({ text, server }: HostAddress, cause: unknown): SpyglassError {
  return new SpyglassError('host', `Cannot reach the daemon of ${text}: ${messageOf(cause)}`, {
    cause,
    hint: hintOf(messageOf(cause), server),
  });
}

/** What ssh's own words mean for whoever reads them. */
function hintOf(reason: string, server: string): string {
  if (/command not found|not found$|No such file/i.test(reason)) {
    return 'Install Spyglass over there, or say in host.remote_command where it is: its shell does not find it.';
  }
  if (/No daemon/.test(reason)) return `Start it over there: ssh ${server} spyglass daemon start`;
  return `Try it by hand: ssh -T ${server} spyglass dial-stdio`;
}
