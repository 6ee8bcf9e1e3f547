import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/** A TCP proxy on loopback before a server, which can be cut, or speak TLS. */
export interface ServerProxy {
  url: string;
  /** Ends all connections, and takes no new ones until `join`. */
  cut(): void;
  join(): void;
  /** Connections that are open. */
  readonly open: number;
  close(): Promise<void>;
}

/**
 * Starts a proxy before the server of a URL.
 * @param tls files of a key and its certificate, with which it answers as a server that has TLS
 */
export async function startProxy(
  serverUrl: string,
  tls?: { key: string; cert: string },
): Promise<ServerProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // The other end meets it as well.
      socket.on('error', () => socket.destroy());
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    if (isCut) client.destroy();
    else if (tls) void pipeWithTls(client, upstream, tls);
    else client.pipe(upstream).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(serverUrl);
  url.port = String((server.address() as { port: number }).port);
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    join: () => {
      isCut = false;
    },
    get open() {
      return sockets.size;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A client asks for TLS by eight bytes, is told `S`, and begins the handshake. */
async function pipeWithTls(
  client: Socket,
  upstream: Socket,
  files: { key: string; cert: string },
): Promise<void> {
  await once(client, 'readable');
  client.read(8);
  client.write('S');
  const secure: Duplex = new TLSSocket(client, {
    isServer: true,
    key: readFileSync(files.key),
    cert: readFileSync(files.cert),
  });
  secure.on('error', () => client.destroy());
  secure.pipe(upstream).pipe(secure);
}
