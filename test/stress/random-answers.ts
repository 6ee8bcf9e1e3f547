import net from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Random } from '../../src/base/random.ts';

/**
 * A server that answers each request with bytes drawn at random: status lines, upgrades, encodings, lengths, sizes,
 * timings. 401 and 403 are left out: they say something about the key, which is believed for a day.
 */
export interface RandomServer {
  url: string;
  close(): Promise<void>;
}

const statusLines = [
  ...['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK', 'HTTP/1.1 200 OK', 'HTTP/1.0 200 OK', 'HTTP/1.1 204 No Content'],
  ...[
    'HTTP/1.1 000 Nothing',
    'HTTP/1.1 099 Odd',
    'HTTP/1.1 101 Switching Protocols',
    'HTTP/1.1 103 Early Hints',
  ],
  ...['HTTP/1.1 206 Partial', 'HTTP/1.1 302 Found', 'HTTP/1.1 304 Not Modified', 'HTTP/1.1 418 Teapot'],
  ...['HTTP/1.1 429 Slow down', 'HTTP/1.1 500 Oh', 'HTTP/1.1 503 No', 'HTTP/1.1 599 Odd', 'HTTP/1.1 600 Odd'],
  ...['HTTP/1.1 999 Odd', 'HTTP/9.9 200 OK', 'ICY 200 OK', 'junk', '', '\x00\xff\xfe'],
];

const headers = [
  ...[
    'Content-Type: application/json',
    'Content-Type: text/html',
    'Upgrade: websocket',
    'Connection: Upgrade',
  ],
  ...['Content-Encoding: gzip', 'Content-Encoding: br', 'Content-Encoding: gzip, gzip', 'Content-Length: -1'],
  ...['Content-Length: 5', 'Content-Length: 99999999', 'Transfer-Encoding: chunked', 'Retry-After: -5'],
  ...[
    'Retry-After: 3',
    'Retry-After: never',
    'Date: Thu, 01 Jan 1970 00:00:00 GMT',
    'Location: http://[::1]:1/',
  ],
  ...['Connection: close', 'Trailer: x', `X-Long: ${'x'.repeat(20_000)}`, 'no colon', 'Set-Cookie: a=b'],
];

const texts = [
  ...['', 'null', '[]', '{}', '"text"', '0', '1e999', '{"status":"OK"}', '{"status":"OK","results":null}'],
  ...[
    '{"status":"ERROR","error":"\\u001b[31mno"}',
    '{"results":[null,0,"",[],{}]}',
    '{"ticker":{}}',
    '<html>',
  ],
  ...[
    '{"results":[{"details":{"ticker":"O:SPY261123C00650000"},"last_quote":{"bid":-1}}]}',
    '\ufeff{}',
    '{"a":',
  ],
  ...['{"results":[{"t":9007199254740991,"o":1,"h":1,"l":1,"c":1,"v":1}],"next_url":"file:///etc/passwd"}'],
];

/** Sends nothing more, or ends the connection so. */
const endings = ['end', 'end', 'end', 'hang', 'reset'] as const;

export async function startRandomServer(random: Random): Promise<RandomServer> {
  const pick = <T>(items: readonly T[]): T => items[random.integer(0, items.length - 1)]!;
  const body = (): Buffer => {
    const kind = random.integer(0, 19);
    if (kind === 0) return Buffer.alloc(3 * 2 ** 20, ' ');
    if (kind === 1) return Buffer.from(`{"results":[${'{},'.repeat(500_000)}{}]}`);
    if (kind === 2) return Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    if (kind === 3) return gzipSync(Buffer.alloc(64 * 2 ** 20, ' '));
    if (kind === 4) return gzipSync(pick(texts)).subarray(0, 15);
    if (kind === 5) return gzipSync(pick(texts));
    return Buffer.from(pick(texts));
  };
  const answer = (): Buffer => {
    const own = Array.from({ length: random.integer(0, 4) }, () => pick(headers));
    const payload = body();
    if (random.next() < 0.6) own.push(`Content-Length: ${payload.length}`);
    return Buffer.concat([
      Buffer.from(`${[pick(statusLines), ...own].join('\r\n')}\r\n\r\n`, 'latin1'),
      payload,
    ]);
  };
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.once('data', () => {
      const bytes = answer();
      const ending = pick(endings);
      socket.write(random.next() < 0.2 ? bytes.subarray(0, random.integer(0, bytes.length)) : bytes);
      if (ending === 'end') socket.end();
      if (ending === 'reset') socket.resetAndDestroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
