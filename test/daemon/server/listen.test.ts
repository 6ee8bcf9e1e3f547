import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import test from 'ava';
import { encodeLine, longestRequestBytes } from '../../../src/protocol/framing.ts';
import { openLink } from '../../../src/protocol/connection/link.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { greetedClient, helloRequest, rawClient, startListener } from '../listen-support.ts';
import { leaveStaleSocket } from '../stale-socket.ts';

const status = { jsonrpc: '2.0', id: 2, method: 'quote.get', params: {} };
const bye = (messages: Record<string, unknown>[]) => {
  const last = messages.at(-1) as { method?: string; params?: { reason: string } } | undefined;
  return last?.method === 'bye' ? last.params!.reason : null;
};

test('the socket is for its user alone, in a directory for its user alone', async (t) => {
  const { socketPath } = await startListener(t);
  t.is(statSync(socketPath).mode & 0o777, 0o600);
  t.is(statSync(path.dirname(socketPath)).mode & 0o777, 0o700);
});

test('closing takes the socket away and says goodbye', async (t) => {
  const { listener, socketPath } = await startListener(t);
  const client = await greetedClient(t, socketPath);
  await listener.close();
  t.is(bye(await client.rest()), 'the daemon is closing');
  t.false(existsSync(socketPath));
});

test('a listener that has stopped refuses requests with the reason, and keeps who is there until it closes', async (t) => {
  const { listener, socketPath, bus } = await startListener(t);
  const client = await greetedClient(t, socketPath);
  client.send({ jsonrpc: '2.0', id: 5, method: 'subscribe' });
  await client.next();
  listener.stop();
  bus.emit('health', { problems: [] });
  client.send(status);
  t.like(await client.next(), { id: 2, error: { data: { code: 'not_running' } } });
  t.is(listener.clients(), 1);
  t.false(existsSync(socketPath), 'and nobody new comes in');
  await listener.close();
  t.is(bye(await client.rest()), 'the daemon is closing');
});

test('a socket that a killed daemon left is replaced', async (t) => {
  const dir = await tempDir(t);
  const socketPath = path.join(dir, 's.sock');
  await leaveStaleSocket(socketPath);
  t.true(statSync(socketPath).isSocket());
  const started = await startListener(t, { socketPath });
  const client = await greetedClient(t, socketPath);
  t.true(client.isOpen());
  t.is(started.listener.clients(), 1);
});

test('a socket on which somebody answers is left alone', async (t) => {
  const { socketPath } = await startListener(t);
  await t.throwsAsync(startListener(t, { socketPath }), { message: /Another daemon answers/ });
  const client = await greetedClient(t, socketPath);
  t.true(client.isOpen());
});

test('a file that is in the way is not a socket and stays', async (t) => {
  const dir = await tempDir(t);
  const socketPath = path.join(dir, 'notes.txt');
  writeFileSync(socketPath, 'mine');
  await t.throwsAsync(startListener(t, { socketPath }), { message: /not a socket/ });
  t.is(readFileSync(socketPath, 'utf8'), 'mine');
  const folder = path.join(dir, 'folder');
  mkdirSync(folder);
  await t.throwsAsync(startListener(t, { socketPath: folder }), { message: /not a socket/ });
});

for (const [what, frame] of [
  ['text that is not JSON', 'hello there\n'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a])],
  ['null', 'null\n'],
  ['a number', '7\n'],
  ['a list', '[]\n'],
  ['a batch of requests', `[${JSON.stringify(status)}]\n`],
  ['a request without a version', '{"id":1,"method":"status"}\n'],
  ['a method that is no name', '{"jsonrpc":"2.0","id":1,"method":{}}\n'],
  ['an id that is none', '{"jsonrpc":"2.0","id":{"a":1},"method":"status"}\n'],
  ['a response', '{"jsonrpc":"2.0","id":1,"result":1}\n'],
  ['a line that never ends', 'x'.repeat(longestRequestBytes + 1)],
  ['ten thousand open brackets', `${'['.repeat(10_000)}\n`],
] as const) {
  test(`${what} costs its sender the connection and nobody else anything`, async (t) => {
    const { socketPath, listener } = await startListener(t);
    const bystander = await greetedClient(t, socketPath);
    const greeted = await greetedClient(t, socketPath);
    greeted.write(frame as string);
    const said = await greeted.rest();
    t.truthy(bye(said), JSON.stringify(said));
    t.true('error' in said[0]!);
    const stranger = await rawClient(t, socketPath);
    stranger.write(frame as string);
    t.truthy(bye(await stranger.rest()));
    bystander.send(status);
    t.like(await bystander.next(), { id: 2, result: null });
    t.is(listener.clients(), 1);
  });
}

test('what follows a frame that cost the connection is not carried out', async (t) => {
  let closings = 0;
  const { socketPath } = await startListener(t, {
    methods: {
      shutdown: () => {
        closings += 1;
        return { isClosing: true };
      },
    },
  });
  const client = await greetedClient(t, socketPath);
  client.write(`nonsense\n${encodeLine({ jsonrpc: '2.0', id: 9, method: 'shutdown' })}`);
  await client.rest();
  t.is(closings, 0);
});

test('unknown methods and wrong parameters are refused, and the connection goes on', async (t) => {
  const { socketPath } = await startListener(t);
  const client = await greetedClient(t, socketPath);
  for (const [method, params, code] of [
    ['nothing.get', {}, -32_601],
    ['toString', {}, -32_601],
    ['__proto__', {}, -32_601],
    ['chain.get', { at: 'noon' }, -32_602],
    ['quote.get', { symbol: 'SPY', more: 1 }, -32_602],
    ['quote.get', [1], -32_602],
    ['refresh', { job: 'everything' }, -32_602],
  ] as const) {
    client.send({ jsonrpc: '2.0', id: 3, method, params });
    t.like(await client.next(), { id: 3, error: { code } }, method);
  }
  client.send(status);
  t.like(await client.next(), { id: 2, result: null });
});

test('nothing is answered before hello', async (t) => {
  const { socketPath } = await startListener(t);
  const client = await rawClient(t, socketPath);
  client.send(status);
  t.like(await client.next(), { id: 2, error: { message: 'say `hello` first' } });
  client.send(helloRequest());
  t.like(await client.next(), { id: 1, result: { epoch: 'test' } });
});

test('who does not say hello in time has to go', async (t) => {
  const clock = manualClock(0);
  const { socketPath, listener } = await startListener(t, { clock });
  const silent = await rawClient(t, socketPath);
  const polite = await greetedClient(t, socketPath);
  await clock.advance(10_000);
  t.is(bye(await silent.rest()), 'it did not say hello');
  t.true(polite.isOpen());
  t.is(listener.clients(), 1);
  t.is(clock.pendingTimers, 1, 'the next look after the socket');
});

test('who leaves a line unfinished has to go, who sends it in pieces may stay', async (t) => {
  const clock = manualClock(0);
  const { socketPath } = await startListener(t, { clock });
  const slow = await greetedClient(t, socketPath);
  const half = await greetedClient(t, socketPath);
  const line = encodeLine(status);
  half.write(line.slice(0, 20));
  for (const letter of line) {
    slow.write(letter);
    await clock.advance(50);
  }
  t.like(await slow.next(), { id: 2, result: null });
  await clock.advance(10_000);
  t.is(bye(await half.rest()), 'it left a line unfinished');
  t.true(slow.isOpen());
});

test('half a frame and then nothing leaves nothing behind', async (t) => {
  const clock = manualClock(0);
  const { socketPath, listener } = await startListener(t, { clock });
  const client = await greetedClient(t, socketPath);
  const other = await greetedClient(t, socketPath);
  client.write('{"jsonrpc":"2.0","id":1,');
  client.socket.end();
  await client.rest();
  other.send(status);
  await other.next();
  t.is(listener.clients(), 1);
});

test('a pipe of many requests under way is refused where it is too much, and answered where it is not', async (t) => {
  let release = () => {};
  const held = new Promise<null>((resolve) => {
    release = () => resolve(null);
  });
  const { socketPath } = await startListener(t, { methods: { 'quote.get': () => held } });
  const client = await greetedClient(t, socketPath);
  for (let id = 1; id <= 70; id++) client.send({ jsonrpc: '2.0', id, method: 'quote.get' });
  for (let id = 65; id <= 70; id++)
    t.like(await client.next(), { id, error: { message: 'too many requests under way' } });
  release();
  for (let id = 1; id <= 64; id++) t.like(await client.next(), { id, result: null });
});

test('connections past the limit are turned away, and there is room again after', async (t) => {
  const { socketPath } = await startListener(t);
  const clients = [];
  for (let n = 0; n < 256; n++) clients.push(await greetedClient(t, socketPath));
  const extra = net.connect(socketPath);
  extra.on('error', () => undefined);
  await once(extra, 'close');
  t.true(clients.every((client) => client.isOpen()));
  const [first] = clients;
  first!.socket.destroy();
  await first!.rest();
  const later = await openLink({
    socketPath,
    clock: manualClock(0),
    appVersion: '0.0.0',
    client: 'later',
  });
  t.is(later.hello.epoch, 'test');
  later.close();
});

test('control characters in a name do not reach the log', async (t) => {
  const names: string[] = [];
  const note = (fields: object) => void names.push(JSON.stringify(fields));
  const { socketPath } = await startListener(t, {
    log: { debug: note, info: note, warn: note, error: note },
  });
  const client = await rawClient(t, socketPath);
  const request = helloRequest();
  client.send({ ...request, params: { ...request.params, client: '\u001b[2J\u202eevil' } });
  await client.next();
  client.write('nonsense\n');
  await client.rest();
  t.true(names.some((name) => name.includes('evil')));
  t.false(names.some((name) => name.includes('u001b') || name.includes('\u202e')));
});
