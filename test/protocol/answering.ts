import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { encodeLine, lineSplitter } from '../../src/protocol/framing.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Somebody on a socket who answers every request as the test says, and sends the last who connected what it wants. */
export async function startAnswering(t: ExecutionContext, answer: (id: number, method: string) => unknown) {
  const socketPath = path.join(await tempDir(t), 's.sock');
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    const onLine = (line: string) => {
      const { id, method } = JSON.parse(line);
      socket.write(encodeLine(answer(id, method)));
    };
    socket.on(
      'data',
      lineSplitter(1e6, onLine, () => socket.destroy()),
    );
  });
  server.listen(socketPath);
  await once(server, 'listening');
  t.teardown(() => server.close());
  const send = (message: unknown) => void sockets.at(-1)?.write(encodeLine(message));
  return { socketPath, send, connections: () => sockets.length };
}
