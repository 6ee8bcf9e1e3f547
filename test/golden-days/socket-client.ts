import net from 'node:net';
import { protocolVersion } from '../../src/protocol/version.ts';

export interface WireMessage {
  method: string;
  params: { payload: unknown };
}

/** A client that knows nothing but lines of JSON, so that it sees what any other program would. */
export interface SocketClient {
  ask(method: string, params?: object): Promise<unknown>;
  /** Events since the last time, oldest first, all those included that were sent before this call. */
  take(): Promise<WireMessage[]>;
  close(): void;
}

const hello = { protocolVersion, appVersion: '0.0.0', client: 'golden' };

export async function openSocketClient(socketPath: string): Promise<SocketClient> {
  const socket = net.connect(socketPath);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  const answers = new Map<number, (result: unknown) => void>();
  let events: WireMessage[] = [];
  let nextId = 0;
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const message = JSON.parse(line);
      if (message.id === undefined) events.push(message);
      else {
        answers.get(message.id)!(message.error ? { error: message.error } : message.result);
        answers.delete(message.id);
      }
    }
  });
  const ask = (method: string, params: object = {}) =>
    new Promise<unknown>((resolve) => {
      nextId += 1;
      answers.set(nextId, resolve);
      socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: nextId, method, params })}\n`);
    });
  return {
    ask,
    async take() {
      // An answer comes after every event that was sent before it.
      await ask('hello', hello);
      const taken = events;
      events = [];
      return taken;
    },
    close: () => void socket.destroy(),
  };
}

export const helloParams = hello;
