import type { IncomingMessage, ServerResponse } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import { type Clock, systemClock } from '../../../../src/base/clock.ts';
import { createBudget } from '../../../../src/sources/polygon/budget.ts';
import type { Reserve } from '../../../../src/sources/polygon/http/attempt.ts';
import { createHttp } from '../../../../src/sources/polygon/http/http.ts';
import { type HttpGet, httpGet } from '../../../../src/sources/polygon/http/http-get.ts';
import { UpstreamError } from '../../../../src/sources/polygon/http/upstream-error.ts';
import type { ApiCall } from '../../../../src/recordings/usage.ts';
import { json, startHttpServer } from '../../../support/http-server.ts';
import { manualClock } from '../../../support/manual-clock.ts';

const apiKey = 'the-secret-key';
const limits = { bytes: 2 ** 20, rows: 10 };

async function client(
  t: ExecutionContext,
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
  options: {
    retries?: number;
    timeoutMs?: number;
    baseUrl?: string;
    clock?: Clock;
    httpGet?: HttpGet;
    reserve?: Reserve;
  } = {},
) {
  const server = await startHttpServer(answer);
  t.teardown(server.close);
  const clock = options.clock ?? systemClock();
  const calls: (ApiCall & { reserved?: number })[] = [];
  const http = createHttp({
    httpGet: options.httpGet ?? httpGet,
    baseUrl: options.baseUrl ?? server.url,
    apiKey,
    appVersion: '0',
    clock,
    budget: createBudget({ clock, callsPerMinute: 1000 }),
    timeoutMs: options.timeoutMs ?? 5000,
    retries: options.retries ?? 0,
    random: () => 0,
    onCall: (call, reserved) => void calls.push(reserved === null ? call : { ...call, reserved }),
    reserve: options.reserve,
  });
  const get = () => http.getJson({ endpoint: '/x/{y}', target: '/x/1?q=2', priority: 'user', limits });
  const failure = async () => (await t.throwsAsync(get())) as UpstreamError;
  return { server, calls, get, failure };
}

test('the key travels in a header, never in the address', async (t) => {
  const { server, get, calls } = await client(t, (_, response) => json(response, { ok: true }));
  t.deepEqual(await get(), { ok: true });
  const [request] = server.requests;
  t.is(request!.headers.authorization, `Bearer ${apiKey}`);
  t.is(request!.url, '/x/1?q=2');
  t.is(calls.length, 1);
  t.like(calls[0], { endpoint: '/x/{y}', statusCode: 200, error: null, method: 'GET' });
});

test('a call is made known before it is sent, and what was reserved for it goes to the log', async (t) => {
  const order: string[] = [];
  const { get, calls } = await client(
    t,
    (_, response) => {
      order.push('sent');
      json(response, { ok: true });
    },
    { reserve: async ({ endpoint }) => order.push(`reserved ${endpoint}`) },
  );
  await get();
  t.deepEqual(order, ['reserved /x/{y}', 'sent']);
  t.is(calls[0]!.reserved, 1);
});

test('a call that cannot be made known is not sent', async (t) => {
  const reserve: Reserve = () => Promise.reject(new UpstreamError('budget', 'no'));
  const { failure, server } = await client(t, (_, response) => json(response, {}), { reserve });
  t.is((await failure()).failure, 'budget');
  t.is(server.requests.length, 0);
});

for (const [name, status, body, failure] of [
  ['an unknown key', 401, { status: 'ERROR', error: 'Unknown API Key' }, 'unauthorized'],
  [
    'a small plan',
    403,
    { status: 'NOT_AUTHORIZED', message: 'You are not entitled to this data.' },
    'not-entitled',
  ],
  [
    'today on the free plan',
    403,
    { message: "Attempted to request today's data before end of day." },
    'not-yet',
  ],
  ['dates out of reach', 403, { message: "Your plan doesn't include this data timeframe." }, 'too-old'],
  ['nothing there', 404, '404 page not found', 'not-found'],
  ['too many calls', 429, '', 'rate-limited'],
  ['a broken server', 502, '<html>Bad Gateway</html>', 'server'],
  ['a wrong query', 400, { error: 'Failed to parse' }, 'bad-request'],
] as const) {
  test(`${name} is told apart (${status})`, async (t) => {
    const { failure: thrown, calls } = await client(t, (_, response) => {
      response.writeHead(status);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    const error = await thrown();
    t.is(error.failure, failure);
    t.is(calls[0]!.statusCode, status);
    t.truthy(calls[0]!.error);
  });
}

test('a redirect is refused, and nothing is sent where it leads', async (t) => {
  const other = await startHttpServer((_, response) => json(response, {}));
  t.teardown(other.close);
  const { failure } = await client(t, (_, response) => {
    response.writeHead(302, { location: other.url });
    response.end();
  });
  t.is((await failure()).failure, 'redirected');
  t.is(other.requests.length, 0);
});

test('an answer that is not JSON, or ends too early, is malformed', async (t) => {
  const { failure } = await client(t, (_, response) => response.end('{"results": [1,'));
  t.is((await failure()).failure, 'malformed');
});

test('a body without end is given up on', async (t) => {
  const endless = (_: IncomingMessage, response: ServerResponse) => {
    const piece = Buffer.alloc(1024 * 1024, 32);
    const more = () => {
      while (!response.destroyed && response.write(piece));
      response.once('drain', more);
    };
    more();
  };
  // For its size, however long the machine takes for that much.
  const { failure } = await client(t, endless, { timeoutMs: 60_000 });
  t.is((await failure()).failure, 'too-large');
});

test('a server that hangs is given up on', async (t) => {
  const { failure } = await client(t, () => {}, { timeoutMs: 50 });
  t.is((await failure()).failure, 'timeout');
});

test('a connection that breaks is a network failure', async (t) => {
  const { failure, calls } = await client(t, (request) => request.socket.destroy());
  t.is((await failure()).failure, 'network');
  t.like(calls[0], { statusCode: null });
});

test('a passing failure is tried again, and each try is logged', async (t) => {
  const { get, calls } = await client(
    t,
    (_, response, count) => (count < 3 ? json(response, {}, 500) : json(response, { ok: 1 })),
    { retries: 3 },
  );
  t.deepEqual(await get(), { ok: 1 });
  t.deepEqual(
    calls.map((call) => call.statusCode),
    [500, 500, 200],
  );
});

test('a server that says to come back in an hour is given up on at once', async (t) => {
  const { failure, calls } = await client(
    t,
    (_, response) => {
      response.writeHead(503, { 'retry-after': '3600' });
      response.end();
    },
    { retries: 3, timeoutMs: 2000 },
  );
  t.is((await failure()).failure, 'server');
  t.is(calls.length, 1);
});

test('a server that says to come back at once is asked again at once', async (t) => {
  const { get, calls } = await client(
    t,
    (_, response, count) => {
      if (count > 1) return json(response, { ok: 1 });
      response.writeHead(503, { 'retry-after': '0' });
      response.end();
    },
    { retries: 1 },
  );
  t.deepEqual(await get(), { ok: 1 });
  t.is(calls.length, 2);
});

test('all tries of a request share one patience', async (t) => {
  const clock = manualClock(0);
  const start = performance.now();
  const { failure, calls } = await client(
    t,
    (_, response, count) => {
      // It comes when all but a moment has passed; the second one never ends.
      if (count > 1) return;
      clock.set(59_900);
      json(response, {}, 500);
    },
    { retries: 3, timeoutMs: 60_000, clock },
  );
  let isOver = false;
  const failed = failure().finally(() => {
    isOver = true;
  });
  // The pause before the second try.
  while (!isOver) await clock.advance(0);
  t.is((await failed).failure, 'timeout');
  t.is(calls.length, 2);
  t.true(performance.now() - start < 50_000, 'the second one has what the first one left');
});

test('a lasting failure is not tried again', async (t) => {
  const { failure, calls } = await client(t, (_, response) => json(response, {}, 401), { retries: 3 });
  await failure();
  t.is(calls.length, 1);
});

test('no error text ever holds the key or an escape sequence', async (t) => {
  const { failure, calls } = await client(t, (request, response) =>
    json(response, { error: `\x1b[31mbad key ${request.headers.host}\x07` }, 400),
  );
  const error = await failure();
  t.notRegex(`${error.message}${error.stack}${JSON.stringify(calls)}`, new RegExp(apiKey));
  t.notRegex(error.message, /[\x00-\x1f]/);
});

test('a rejected key is tried again after five minutes, also when the clock was stepped back meanwhile', async (t) => {
  const clock = manualClock(100_000_000);
  const answers: number[] = [];
  const http = createHttp({
    httpGet: async () => {
      answers.push(clock.now());
      return Response.json({ error: 'Unknown API Key' }, { status: 401 });
    },
    ...{ baseUrl: 'http://localhost', apiKey, appVersion: '0', clock, timeoutMs: 5000, retries: 0 },
    budget: createBudget({ clock, callsPerMinute: 1000 }),
    random: () => 0,
    onCall: () => undefined,
  });
  const get = () =>
    t.throwsAsync(http.getJson({ endpoint: '/x', target: '/x', priority: 'scheduled', limits }));
  await get();
  clock.set(clock.now() - 3_600_000);
  await get();
  t.is(answers.length, 1);
  await clock.advance(300_000);
  await get();
  t.is(answers.length, 2);
});

test('a request whose promise never settles has failed after its patience, and so has a body', async (t) => {
  const never = () => new Promise<never>(() => {});
  const answer = {
    ...{ status: 200, ok: true, headers: { get: () => null } },
    body: { [Symbol.asyncIterator]: () => ({ next: never }) },
  };
  for (const stuck of [never, async () => answer] satisfies HttpGet[]) {
    const { failure, calls } = await client(t, () => {}, { timeoutMs: 20, httpGet: stuck });
    t.is((await failure()).failure, 'timeout');
    t.is(calls.length, 1);
    t.is(calls[0]!.error, 'The API did not answer within 0.02 s.');
  }
});

test('an answer of more parts than asked for is refused before it is parsed', async (t) => {
  for (const part of ['{}', '[]', '{"results":[]}']) {
    const { failure } = await client(t, (_, response) => {
      response.end(`{"results":[${`${part},`.repeat(2000)}{}]}`);
    });
    const error = await failure();
    t.is(error.failure, 'too-large');
    t.is(error.message, 'The answer is larger than was asked for: over 1400 parts.');
  }
});

test('an answer of more rows than asked for is refused before they are looked at', async (t) => {
  for (const answer of [{ results: Array(21).fill(0) }, Array(21).fill(0)]) {
    const { failure } = await client(t, (_, response) => json(response, answer));
    const error = await failure();
    t.is(error.failure, 'malformed');
    t.is(error.message, 'The API sent 21 rows, asked for at most 10.');
  }
});

test('the status of an error counts, however much comes with it', async (t) => {
  const { failure } = await client(t, (_, response) => {
    response.writeHead(429, { 'retry-after': '7' });
    response.end(`{"error":"slow down"}${' '.repeat(3 * 2 ** 20)}`);
  });
  const error = await failure();
  t.is(error.failure, 'rate-limited');
  t.is(error.retryAfterMs, 7000);
});
