import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Logger } from '../../src/base/log.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { silent } from '../support/silent-log.ts';
import { greetedClient, startListener } from './listen-support.ts';
import { leaveStaleSocket } from './stale-socket.ts';

const question = { jsonrpc: '2.0', id: 2, method: 'quote.get', params: {} };

/** A listener on a clock moved by hand, and the warnings it logged. */
async function watched(t: ExecutionContext) {
  const clock = manualClock(0);
  const warnings: string[] = [];
  const log: Logger = { ...silent, warn: (_, sentence) => void warnings.push(sentence) };
  return { ...(await startListener(t, { clock, log })), clock, warnings };
}

/** Lets the listener look after its socket until `holds`: what it does then takes turns of the event loop. */
async function looksUntil(clock: ManualClock, holds: () => boolean) {
  while (!holds()) await clock.advance(5000);
}

test('a socket that was taken away with its directory is made anew, and who is connected stays so', async (t) => {
  const { socketPath, listener, clock } = await watched(t);
  const early = await greetedClient(t, socketPath);
  rmSync(path.dirname(socketPath), { recursive: true });
  await looksUntil(clock, () => existsSync(socketPath));
  t.is(statSync(socketPath).mode & 0o777, 0o600);
  t.is(statSync(path.dirname(socketPath)).mode & 0o777, 0o700);
  const late = await greetedClient(t, socketPath);
  for (const client of [early, late]) {
    client.send(question);
    t.like(await client.next(), { id: 2, result: null });
  }
  t.is(listener.clients(), 2);
  await listener.close();
  t.false(existsSync(socketPath));
  t.like((await early.rest()).at(-1), { method: 'bye' });
  t.is(clock.pendingTimers, 0);
});

test('a socket on which somebody else answers by now is left alone, also when the listener closes', async (t) => {
  const { socketPath, listener, clock, warnings } = await watched(t);
  unlinkSync(socketPath);
  const other = net.createServer((socket) => {
    // Who only asks whether somebody is there has hung up by then.
    socket.on('error', () => undefined);
    socket.end('other');
  });
  t.teardown(() => other.close());
  await once(other.listen(socketPath), 'listening');
  await looksUntil(clock, () => warnings.length > 0);
  await clock.advance(60_000);
  t.deepEqual(warnings, ['nobody can connect: the socket is gone'], 'it is told once');
  await listener.close();
  const [said] = await once(net.connect(socketPath), 'data');
  t.is(String(said), 'other');
});

test('a dead socket in its place is replaced, a file stays until its user takes it away', async (t) => {
  const { socketPath, clock, warnings } = await watched(t);
  unlinkSync(socketPath);
  await leaveStaleSocket(socketPath);
  await looksUntil(clock, () => warnings.length > 0);
  await greetedClient(t, socketPath);
  unlinkSync(socketPath);
  writeFileSync(socketPath, 'mine');
  await looksUntil(clock, () => warnings.length > 1);
  t.is(readFileSync(socketPath, 'utf8'), 'mine');
  unlinkSync(socketPath);
  await looksUntil(clock, () => existsSync(socketPath));
  await greetedClient(t, socketPath);
});

test('a listener that closes while it makes its socket anew leaves nothing behind', async (t) => {
  const { socketPath, listener, clock } = await watched(t);
  const directory = path.dirname(socketPath);
  rmSync(directory, { recursive: true });
  void clock.advance(5000);
  // The first step of it, after which it has turns of the event loop to go.
  while (!existsSync(directory)) await new Promise<void>((resolve) => setImmediate(resolve));
  await listener.close();
  t.false(existsSync(socketPath));
  t.deepEqual(readdirSync(directory), []);
  t.is(clock.pendingTimers, 0);
});
