import { once } from 'node:events';
import http from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { readBody } from '../../../../src/sources/polygon/http/body.ts';
import { createHttpGet, createHttpPost, httpGet } from '../../../../src/sources/polygon/http/http-get.ts';

type Answerer = (response: http.ServerResponse, request: http.IncomingMessage) => void;

async function serve(t: ExecutionContext, answer: Answerer) {
  const sockets: Socket[] = [];
  const server = http.createServer((request, response) => answer(response, request));
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3/x?limit=250`, sockets };
}

const get = (url: string, signal = new AbortController().signal) =>
  httpGet(url, { headers: { authorization: 'Bearer k' }, redirect: 'manual', signal });

test('sends the headers, asks for gzip, and gives status, headers and body as they came', async (t) => {
  let asked: http.IncomingMessage | null = null;
  const { url } = await serve(t, (response, request) => {
    asked = request;
    response.writeHead(404, { 'Retry-After': '3', 'set-cookie': ['a', 'b'] }).end('no “such” thing');
  });
  const answer = await get(url);
  t.is(answer.status, 404);
  t.false(answer.ok);
  t.is(answer.headers.get('retry-after'), '3');
  t.is(answer.headers.get('Set-Cookie'), 'a, b');
  t.is(answer.headers.get('date-of-birth'), null);
  t.is(await readBody(answer, 2 ** 20), 'no “such” thing');
  t.like(asked!, { method: 'GET', url: '/v3/x?limit=250' });
  t.like(asked!.headers, { authorization: 'Bearer k', 'accept-encoding': 'gzip' });
});

test('unpacks gzip, and goes on on the same connection', async (t) => {
  const body = JSON.stringify({ results: 'x'.repeat(100_000) });
  const { url, sockets } = await serve(t, (response) => {
    const packed = gzipSync(body);
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.write(packed.subarray(0, 40));
    response.end(packed.subarray(40));
  });
  for (let call = 0; call < 5; call++) {
    const answer = await get(url);
    t.true(answer.ok);
    t.is(await readBody(answer, 2 ** 20), body);
  }
  t.is(sockets.length, 1);
});

test('a redirect is an answer, not a way to go', async (t) => {
  let calls = 0;
  const { url } = await serve(t, (response) => {
    calls += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const answer = await get(url);
  t.is(answer.status, 302);
  t.is(await readBody(answer, 2 ** 20), '');
  t.is(calls, 1);
});

test('a connection that the server closed while nobody used it costs no call', async (t) => {
  let calls = 0;
  const { url, sockets } = await serve(t, (response) => {
    calls += 1;
    // The second request meets a connection that ends without an answer, as one that has just run out does.
    if (calls === 2) sockets[0]!.destroy();
    else response.end('{}');
  });
  t.is(await readBody(await get(url), 2 ** 20), '{}');
  t.is(await readBody(await get(url), 2 ** 20), '{}');
  t.is(calls, 3);
  t.is(sockets.length, 2);
});

test('a fresh connection that is reset is an error', async (t) => {
  let calls = 0;
  const { url } = await serve(t, (_, request) => {
    calls += 1;
    request.socket.destroy();
  });
  await t.throwsAsync(get(url), { code: 'ECONNRESET' });
  t.is(calls, 1);
});

test('an end before the head, in the body, and before the start rejects with the reason for it', async (t) => {
  let wasAsked = () => {};
  const { url } = await serve(t, (response, request) => {
    if (request.url!.endsWith('silent')) wasAsked();
    else response.write('{"results"');
  });
  const reason = new Error('out of patience');
  const early = new AbortController();
  early.abort(reason);
  t.is(await t.throwsAsync(get(url, early.signal)), reason);

  const waiting = new AbortController();
  const asked = new Promise<void>((resolve) => {
    wasAsked = resolve;
  });
  const pending = t.throwsAsync(get(`${url}&silent`, waiting.signal));
  await asked;
  waiting.abort(reason);
  t.is(await pending, reason);

  const reading = new AbortController();
  const answer = await get(url, reading.signal);
  const broken = t.throwsAsync(readBody(answer, 2 ** 20));
  reading.abort(reason);
  t.is(await broken, reason);
});

test('a body that breaks off is an error, packed or not', async (t) => {
  const packed = gzipSync('x'.repeat(10_000));
  const { url } = await serve(t, (response, request) => {
    const isPacked = request.url!.endsWith('packed');
    if (isPacked) response.writeHead(200, { 'content-encoding': 'gzip' });
    response.write(isPacked ? packed.subarray(0, 20) : '{"results"', () => response.destroy());
  });
  await t.throwsAsync(get(url).then((answer) => readBody(answer, 2 ** 20)));
  await t.throwsAsync(get(`${url}&packed`).then((answer) => readBody(answer, 2 ** 20)));
  const whole = await serve(t, (response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed.subarray(0, 20));
  });
  await t.throwsAsync(
    get(whole.url).then((answer) => readBody(answer, 2 ** 20)),
    { message: /unexpected end of file/ },
  );
});

test('a body that is too long ends the connection, and a packing nobody asked for is refused', async (t) => {
  const { url, sockets } = await serve(t, (response, request) => {
    if (request.url!.endsWith('br')) response.writeHead(200, { 'content-encoding': 'br' }).end('x');
    else response.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipSync('x'.repeat(100_000)));
  });
  const answer = await get(url);
  const closed = once(sockets[0]!, 'close');
  await t.throwsAsync(readBody(answer, 50_000), { message: /larger than/ });
  await closed;
  await t.throwsAsync(
    get(`${url}&br`).then((answer) => readBody(answer, 2 ** 20)),
    { message: /packed as br/ },
  );
});

/** A server that answers each connection with these bytes, and then ends it or leaves it open. */
async function serveBytes(t: ExecutionContext, bytes: string, ends: boolean) {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => (ends ? socket.end(bytes) : socket.write(bytes)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3/x`;
}

const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

for (const [name, bytes, ends, reason] of [
  ['switches to another protocol', upgrade, false, /another protocol/],
  ['switches to another protocol and ends', upgrade, true, /another protocol/],
  ['has status 000', 'HTTP/1.1 000 None\r\nContent-Length: 2\r\n\r\n{}', false, /status 0|Parse Error/],
  ['has status 999', 'HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\n{}', false, /status 999/],
  ['is nothing', '', true, /ECONNRESET|socket hang up|closed/],
  [
    'is a hint only',
    'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n',
    true,
    /ECONNRESET|socket hang up|closed/,
  ],
  ['is no HTTP', 'SSH-2.0-x\r\n', true, /Parse Error/],
] as const) {
  test(`an answer that ${name} settles as a failure`, async (t) => {
    const url = await serveBytes(t, bytes, ends);
    await t.throwsAsync(get(url), { message: reason });
  });
}

/** A proxy that keeps what it was asked for, with the headers, and refuses it. */
async function refusingProxy(t: ExecutionContext) {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      asked.push(bytes.toString());
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { address: `http://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test('https goes through the proxy as a tunnel, which never sees the key', async (t) => {
  const { address, asked } = await refusingProxy(t);
  const send = createHttpGet({ HTTPS_PROXY: address });
  const signal = new AbortController().signal;
  const options = { headers: { authorization: 'Bearer KEY-SEEN' }, redirect: 'manual', signal } as const;
  await t.throwsAsync(send('https://api.example.test/v3/x', options));
  t.is(asked.length, 1);
  t.regex(asked[0]!, /^CONNECT api\.example\.test:443 /);
  t.notRegex(asked[0]!, /KEY-SEEN/);
});

test('a POST sends its body, directly on this machine and otherwise through the proxy', async (t) => {
  const { address, asked } = await refusingProxy(t);
  const send = createHttpPost({ HTTPS_PROXY: address });
  const bodies: string[] = [];
  const { url } = await serve(t, (response, request) => {
    request.on('data', (piece: Buffer) => bodies.push(`${request.method} ${piece}`));
    request.on('end', () => response.writeHead(302, { location: '/elsewhere' }).end());
  });
  const options = { headers: {}, body: '{"a":"é"}', signal: new AbortController().signal };
  t.is((await send(url, options)).status, 302);
  t.deepEqual(bodies, ['POST {"a":"é"}']);
  await t.throwsAsync(send('https://hooks.example.test/s3cr3t', options));
  t.is(asked.length, 1);
  t.notRegex(asked[0]!, /s3cr3t/);
});

test('this machine and the hosts of NO_PROXY are asked directly', async (t) => {
  const { address, asked } = await refusingProxy(t);
  const send = createHttpGet({ HTTPS_PROXY: address, NO_PROXY: 'api.example.test' });
  const signal = new AbortController().signal;
  const options = { headers: {}, redirect: 'manual', signal } as const;
  const { url } = await serve(t, (response) => response.end('{}'));
  t.is((await send(url, options)).status, 200);
  await t.throwsAsync(send('https://127.0.0.1:1/x', options));
  await t.throwsAsync(send('https://api.example.test/x', options));
  t.deepEqual(asked, []);
});
