import type { ExecutionContext } from 'ava';
import { type Random, seededRandom } from '../../src/base/random.ts';
import { encodeLine } from '../../src/protocol/framing.ts';
import { methodNames } from '../../src/protocol/methods.ts';
import { protocolVersion } from '../../src/protocol/version.ts';
import {
  greetedClient,
  helloRequest,
  type RawClient,
  rawClient,
  startListener,
} from '../daemon/listen-support.ts';

export interface FuzzReport {
  sent: number;
  /** Frames after which the sender had to connect again. */
  hungUp: number;
  /** Messages that came back to the sender, whatever they said. */
  answered: number;
  bystanderQuestions: number;
  bystanderAnswers: number;
  emittedEvents: number;
  bystanderEvents: number;
  clientsLeft: number;
}

/** How many frames go out between two looks at the bystander. */
const perRound = 50;

/**
 * Sends random and mutated frames to a listener, while a bystander asks and listens on a connection of its own. Each
 * round ends only when the bystander has got what it asked for, so a listener that hangs or crashes fails the caller.
 */
export async function fuzzSocket(
  t: ExecutionContext,
  { frames, seed }: { frames: number; seed: number },
): Promise<FuzzReport> {
  const random = seededRandom(seed);
  const { socketPath, bus, listener } = await startListener(t);
  const bystander = await greetedClient(t, socketPath);
  bystander.send({ jsonrpc: '2.0', id: 0, method: 'subscribe' });
  await bystander.next();
  const report: FuzzReport = {
    sent: 0,
    hungUp: 0,
    answered: 0,
    bystanderQuestions: 0,
    bystanderAnswers: 0,
    emittedEvents: 0,
    bystanderEvents: 0,
    clientsLeft: 0,
  };
  let sender = await connect(t, socketPath, random);
  while (report.sent < frames) {
    const round = Math.min(perRound, frames - report.sent);
    for (let n = 0; n < round; n++) {
      sender.write(frameOf(random));
      report.sent += 1;
      // Every so often the listener gets its turn between two frames.
      if (random.integer(0, 1) > 0) continue;
      await new Promise((resolve) => setImmediate(resolve));
      if (!sender.isOpen()) {
        report.hungUp += 1;
        report.answered += (await sender.rest()).length;
        sender = await connect(t, socketPath, random);
      }
    }
    const id = report.sent;
    bystander.send({ jsonrpc: '2.0', id, method: 'quote.get', params: {} });
    report.bystanderQuestions += 1;
    bus.emit('prune', {
      ...{
        isDryRun: false,
        at: id,
        tables: [],
        onlyArchived: true,
        waiting: [],
        rows: 0,
        bytes: 0,
        freedBytes: 0,
        durationMs: 0,
      },
    });
    report.emittedEvents += 1;
    for (let left = 2; left > 0; left--) {
      const message = await bystander.next();
      if (message.id === id) report.bystanderAnswers += 1;
      if (message.method === 'prune') report.bystanderEvents += 1;
    }
  }
  sender.socket.destroy();
  report.answered += (await sender.rest()).length;
  // A clean line, so that what the last sender left unfinished is told apart from what it left behind.
  const last = await greetedClient(t, socketPath);
  last.send({ jsonrpc: '2.0', id: 'last', method: 'quote.get' });
  await last.next();
  report.clientsLeft = listener.clients();
  return report;
}

async function connect(t: ExecutionContext, socketPath: string, random: Random): Promise<RawClient> {
  // The teardown of thousands of connections would outlive the test; each one ends by itself.
  const client = await rawClient({ teardown: () => undefined }, socketPath);
  if (random.integer(0, 4) > 0)
    client.send(helloRequest(random.integer(0, 3) === 0 ? random.integer(0, 5) : protocolVersion));
  t.truthy(client);
  return client;
}

const pick = <T>(random: Random, items: readonly T[]): T => items[random.integer(0, items.length - 1)]!;

function frameOf(random: Random): string | Buffer {
  const kind = random.integer(0, 19);
  if (kind === 0) return bytes(random, random.integer(0, 300));
  if (kind === 1) return `${JSON.stringify(value(random, 4))}\n`;
  const line = Buffer.from(encodeLine(request(random)));
  if (kind <= 4) return mutated(random, line);
  if (kind === 5) return line.subarray(0, random.integer(0, line.length));
  return line;
}

/** A request that is nearly, or wholly, as it should be. */
function request(random: Random): Record<string, unknown> {
  const wellMeant = random.integer(0, 9) > 0;
  const method = pick(random, [...methodNames, 'toString', '__proto__', 'rpc.discover', '']);
  return {
    jsonrpc: wellMeant ? '2.0' : value(random, 0),
    ...(random.integer(0, 5) > 0 && { id: wellMeant ? random.integer(0, 1e9) : value(random, 2) }),
    method: wellMeant ? method : value(random, 1),
    ...(random.integer(0, 3) > 0 && { params: params(random) }),
    ...(random.integer(0, 20) === 0 && { result: value(random, 1) }),
  };
}

function params(random: Random): unknown {
  if (random.integer(0, 3) === 0) return value(random, 3);
  const known = {
    protocolVersion: pick(random, [0, protocolVersion, protocolVersion + 1, 1e99, -1, '1']),
    appVersion: text(random),
    client: text(random),
    symbol: pick(random, ['SPY', 'spy', '', 'X'.repeat(99)]),
    expiration: pick(random, ['2026-11-27', '2026-13-99', 7]),
    at: pick(random, [0, -1, 1.5, 1e300, null]),
    job: pick(random, ['quote', 'all', 'none', {}]),
    force: pick(random, [true, false, 'yes']),
    dryRun: pick(random, [true, 'no']),
  };
  return Object.fromEntries(Object.entries(known).filter(() => random.integer(0, 2) === 0));
}

function mutated(random: Random, line: Buffer): Buffer {
  let result = Buffer.from(line);
  for (let times = random.integer(1, 5); times > 0; times--) {
    const at = random.integer(0, Math.max(0, result.length - 1));
    const how = random.integer(0, 3);
    if (how === 0 && result.length > 0) result[at] = random.integer(0, 255);
    else if (how === 1)
      result = Buffer.concat([result.subarray(0, at), bytes(random, 3), result.subarray(at)]);
    else if (how === 2) result = Buffer.concat([result.subarray(0, at), result.subarray(at + 1)]);
    else result = Buffer.concat([result, result.subarray(at)]);
  }
  return result;
}

function bytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.integer(0, 255)));
}

function text(random: Random): string {
  return pick(random, [
    '',
    'nc',
    '\u0000\u001b[2J',
    '\ud800',
    '🙂'.repeat(30),
    'x'.repeat(random.integer(0, 200)),
  ]);
}

function value(random: Random, depth: number): unknown {
  const leaves = [null, true, 0, -1, 1e308, '2.0', text(random)];
  const kind = random.integer(0, depth > 0 ? 3 : 1);
  if (kind <= 1) return pick(random, leaves);
  const length = random.integer(0, 4);
  if (kind === 2) return Array.from({ length }, () => value(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length }, () => [
      pick(random, ['id', 'method', 'jsonrpc', '__proto__', 'constructor', 'params']),
      value(random, depth - 1),
    ]),
  );
}
