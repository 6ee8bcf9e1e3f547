import net from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Duplex } from 'node:stream';
import { messageOf, SpyglassError } from '../../base/errors.ts';
import { encodeLine } from '../../protocol/framing.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { dialedLine } from './dialed-line.ts';
import { limitToReading } from './limit-to-reading.ts';

/** Flags of `dial-stdio`. */
interface DialFlags {
  readOnly?: boolean;
}

/**
 * `spyglass dial-stdio`: joins the daemon's socket to standard input and output, for ssh. The first line of output is ours;
 * it tells the daemon's answers from what a shell prints before.
 * @throws SpyglassError `not_running`, `timeout`, `protocol_mismatch`, `socket`
 */
export async function dialStdio(invocation: Invocation, { readOnly = false }: DialFlags): Promise<number> {
  const { stdin, stdout, appVersion } = invocation.environment;
  const { link, instance } = await requireDaemon(invocation, 'dial-stdio');
  link.close();
  const daemon = await connect(instance.socketPath);
  stdout.write(encodeLine(dialedLine(appVersion)));
  await join(stdin, stdout, readOnly ? await limitToReading(stdin, daemon) : daemon);
  return 0;
}

/** Ends when the daemon has closed the connection, which it does after our input has ended. */
async function join(input: NodeJS.ReadStream, output: NodeJS.WriteStream, daemon: Duplex): Promise<void> {
  // Either side may be gone first: that is the usual end, and no failure.
  const inward = Promise.allSettled([pipeline(input, daemon)]);
  await Promise.allSettled([pipeline(daemon, output, { end: false })]);
  input.destroy();
  await inward;
}

function connect(socketPath: string): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    // The daemon's last words are read after our own end.
    const socket = net.connect({ path: socketPath, allowHalfOpen: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', (cause) =>
      reject(new SpyglassError('socket', `Cannot connect to ${socketPath}: ${messageOf(cause)}`, { cause })),
    );
  });
}
