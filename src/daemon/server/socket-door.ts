import net from 'node:net';
import type { Clock } from '../../base/clock.ts';
import { messageOf, SpyglassError } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { listenOnFile, listenOnPipe } from './socket-file.ts';

/** The socket by which clients connect, made anew when it is taken away. */
export interface SocketDoor {
  /** Takes no more connections; those that are open stay. */
  close(): void;
  /** Resolves when every connection has ended, after `close`. */
  ended(): Promise<void>;
}

/** Where the socket lies, and who gets its connections. */
export interface SocketDoorOptions {
  socketPath: string;
  platform: NodeJS.Platform;
  clock: Clock;
  log: Logger;
  onConnection: (socket: net.Socket) => void;
}

/** Connections at once: far more than anybody has dashboards, far fewer than would hurt. */
const maxClients = 256;
/** Interval in real milliseconds at which the socket is checked. */
const checkEveryMs = 5000;

/**
 * Opens the socket and checks from time to time that it is there: the runtime directory goes with the user's last session.
 * @throws SpyglassError `socket`
 */
export async function openSocketDoor(options: SocketDoorOptions): Promise<SocketDoor> {
  const { socketPath, clock, log } = options;
  let isClosed = false;
  /** Of every server there was: each ends with the last of its connections. */
  const ended: Promise<void>[] = [];
  let current = await openServer(options);
  const closeServer = ({ server, file }: OpenServer) => {
    // Before the server closes, so that no client connects to what has just ended.
    file.remove();
    ended.push(new Promise((resolve) => server.close(() => resolve())));
  };

  let lastProblem = '';
  const openAgain = async () => {
    try {
      const next = await openServer(options);
      if (isClosed) return closeServer(next);
      closeServer(current);
      current = next;
      log.warn({ socket: socketPath }, 'the socket was gone and has been made anew');
    } catch (thrown) {
      const problem = messageOf(thrown);
      if (problem !== lastProblem) log.warn({ err: thrown }, 'nobody can connect: the socket is gone');
      lastProblem = problem;
    }
  };
  let opening = Promise.resolve();
  let cancelCheck = () => {};
  const checkLater = () => {
    cancelCheck = clock.after(checkEveryMs * clock.speed, () => {
      if (current.file.isThere()) {
        lastProblem = '';
        return checkLater();
      }
      opening = openAgain().then(() => {
        if (!isClosed) checkLater();
      });
    });
  };
  checkLater();

  return {
    close() {
      isClosed = true;
      cancelCheck();
      closeServer(current);
    },
    async ended() {
      await opening;
      await Promise.all(ended);
    },
  };
}

type OpenServer = Awaited<ReturnType<typeof openServer>>;

async function openServer({ socketPath, platform, log, onConnection }: SocketDoorOptions) {
  const server = net.createServer(onConnection);
  server.maxConnections = maxClients;
  try {
    const file = await (platform === 'win32' ? listenOnPipe : listenOnFile)(server, socketPath);
    server.on('error', (error) => log.error({ err: error }, 'the socket failed'));
    return { server, file };
  } catch (cause) {
    server.close();
    if (cause instanceof SpyglassError) throw cause;
    throw new SpyglassError('socket', `Cannot listen on ${socketPath}: ${messageOf(cause)}`, { cause });
  }
}
