/** A client meets a newer daemon: what it does not know costs it neither the connection nor the rest of an object. */
import test, { type ExecutionContext } from 'ava';
import type * as z from 'zod';
import { examples } from '../../scripts/protocol-page.ts';
import { systemClock } from '../../src/base/clock.ts';
import type { Chain } from '../../src/market/quotes/chain.ts';
import { createConnection } from '../../src/protocol/connection/connection.ts';
import { eventNames } from '../../src/protocol/events.ts';
import type { DaemonEvent } from '../../src/protocol/connection/link-messages.ts';
import { openLink } from '../../src/protocol/connection/link.ts';
import { methodNames } from '../../src/protocol/methods.ts';
import { eventShapes, resultShapes } from '../../src/protocol/shapes/shapes.ts';
import { hello } from '../daemon/listen-support.ts';
import { startAnswering } from './answering.ts';

const clock = systemClock();

const strange = 'word-of-a-newer-daemon';

/** Every variant of a value with one of its texts replaced, and where. */
function* withStrangeText(value: unknown, at = ''): Generator<[where: string, variant: unknown]> {
  if (typeof value === 'string') yield [at, strange];
  else if (Array.isArray(value)) {
    // Of many alike the first ones will do.
    for (const [index, item] of value.slice(0, 3).entries()) {
      for (const [where, variant] of withStrangeText(item, `${at}[${index}]`))
        yield [where, value.with(index, variant)];
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      for (const [where, variant] of withStrangeText(item, `${at}.${key}`))
        yield [where, { ...value, [key]: variant }];
    }
  }
}

function withMoreFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMoreFields);
  if (typeof value !== 'object' || value === null) return value;
  const more = Object.entries(value).map(([key, item]) => [key, withMoreFields(item)]);
  return { ...Object.fromEntries(more), strangeField: { strange } };
}

interface Case {
  name: string;
  shape: z.ZodType;
  example: unknown;
}
const cases: Case[] = [
  ...eventNames.map((name) => ({
    ...{ name: `the event ${name}`, shape: eventShapes[name], example: examples.events[name] },
  })),
  ...methodNames.map((name) => ({
    ...{ name: `the answer to ${name}`, shape: resultShapes[name], example: examples.methods[name].result },
  })),
];

for (const { name, shape, example } of cases) {
  test(`${name} is taken with a word that is not known, wherever it stands`, (t) => {
    t.true(shape.safeParse(example).success);
    for (const [where, variant] of withStrangeText(example)) t.true(shape.safeParse(variant).success, where);
  });

  test(`${name} is taken with fields that are not known, and they are left out`, (t) => {
    const parsed = shape.safeParse(withMoreFields(example));
    t.true(parsed.success);
    t.deepEqual(parsed.data, shape.parse(example));
  });
}

/** Kinds of schema from the outside in, with where they stand. */
function* kindsOf(schema: unknown, at = ''): Generator<[where: string, kind: string]> {
  const { def } = (schema as { _zod: { def: Record<string, unknown> & { type: string } } })._zod;
  yield [at, def.type];
  const inner = ['element', 'innerType', 'in', 'out', 'valueType'] as const;
  for (const key of inner) if (def[key]) yield* kindsOf(def[key], `${at}.${key}`);
  for (const option of (def.options as unknown[] | undefined) ?? []) yield* kindsOf(option, `${at}|`);
  if (def.type === 'object') {
    for (const [key, field] of Object.entries(def.shape as object)) yield* kindsOf(field, `${at}.${key}`);
  }
}

test('no shape that a client reads holds a closed list of words', (t) => {
  for (const { name, shape } of cases) {
    for (const [where, kind] of kindsOf(shape)) {
      t.false(kind === 'enum' || kind === 'literal', `${name}${where} is a closed ${kind}: see words.ts`);
    }
  }
});

/** A daemon of a later version: it says hello and subscribes as ours does, and then what the test has it say. */
async function startNewerDaemon(t: ExecutionContext) {
  const daemon = await startAnswering(t, (id, method) => {
    const { result } = examples.methods[method as 'hello' | 'subscribe'];
    return {
      jsonrpc: '2.0',
      id,
      result: method === 'subscribe' ? { ...(result as object), seq: 0 } : result,
    };
  });
  const tell = (method: string, params: unknown) => daemon.send({ jsonrpc: '2.0', method, params });
  return { ...daemon, tell };
}

test('events that a client does not know are counted, and cost it neither the connection nor the events after them', async (t) => {
  const { socketPath, tell, connections } = await startNewerDaemon(t);
  const connection = createConnection({ socketPath, clock, appVersion: '0.0.0', client: 'test' });
  t.teardown(connection.close);
  await new Promise<void>((resolve) => connection.onSnapshot(() => resolve()));
  const statuses: string[] = [];
  connection.onState(({ status }) => statuses.push(status));
  const unknown: string[] = [];
  connection.onUnknownEvent(({ name }) => unknown.push(name));
  const heard = new Promise<number>((resolve) => connection.onEvent(({ seq }) => resolve(seq)));
  tell('halt', { epoch: 'example', seq: 1, payload: { symbol: 'SPY' } });
  tell('halt', { epoch: 'example', seq: 2, payload: null });
  tell('greeting', 'of another shape');
  tell('quote', { epoch: 'example', seq: 3, payload: examples.events.quote });
  t.is(await heard, 3);
  t.deepEqual(unknown, ['halt', 'halt', 'greeting']);
  t.deepEqual(
    connection.unknownEvents(),
    new Map([
      ['halt', 2],
      ['greeting', 1],
    ]),
  );
  t.deepEqual(statuses, ['connected']);
  t.is(connections(), 1);
});

test('an event with words that a client does not know reaches it, with what they stand for unknown', async (t) => {
  const { socketPath, tell } = await startNewerDaemon(t);
  const opened = await openLink({ socketPath, clock, appVersion: '0.0.0', client: 'test' });
  t.teardown(opened.close);
  await opened.request('subscribe', {});
  const heard: DaemonEvent[] = [];
  const all = new Promise<void>((resolve) =>
    opened.onEvent((event) => {
      heard.push(event);
      if (heard.length === 3) resolve();
    }),
  );
  const { phase, quote, chain } = examples.events as Record<string, object>;
  tell('phase', { epoch: 'e', seq: 1, payload: { ...phase, phase: 'sunrise', nextPhase: 'regular' } });
  tell('quote', {
    epoch: 'e',
    seq: 2,
    payload: { ...quote, tier: 'instant', source: 'feed', priceKind: 'guess' },
  });
  const [call, put, ...others] = (chain as Chain).contracts;
  const contracts = [{ ...call, greeksSource: 'oracle' }, { ...put, optionType: 'warrant' }, ...others];
  tell('chain', {
    epoch: 'e',
    seq: 3,
    payload: { ...chain, contracts, underlyingPriceSource: 'tea leaves' },
  });
  await all;
  t.like(heard[0]?.payload, { phase: 'unknown', nextPhase: 'regular' });
  t.like(heard[1]?.payload, { tier: 'unknown', source: 'unknown', priceKind: null });
  const read = heard[2]?.payload as Chain;
  t.is(read.underlyingPriceSource, null);
  t.is(read.contracts.length, contracts.length - 1, 'what is neither call nor put is left out');
  t.is(read.contracts[0]?.greeksSource, null);
});

test('an error that a client does not know keeps its message and its hint', async (t) => {
  const { socketPath } = await startAnswering(t, (id, method) =>
    method === 'hello'
      ? { jsonrpc: '2.0', id, result: hello }
      : {
          jsonrpc: '2.0',
          id,
          error: { code: -32_000, message: 'The moon is full.', data: { code: 'lunar', hint: 'Wait.' } },
        },
  );
  const opened = await openLink({ socketPath, clock, appVersion: '0.0.0', client: 'test' });
  t.teardown(opened.close);
  const error = await t.throwsAsync(opened.request('status', {}), {
    code: 'protocol',
    message: /The moon is full/,
  });
  t.is((error as unknown as { hint: string }).hint, 'Wait.');
});
