/**
 * `npm run bench -- daemon [--seconds 60] [--clients 100] [--json]`: how late slots are while many clients are attached
 * and one of them reads nothing, and what that costs in memory. A slot a second, a chain every five.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/base/clock.ts';
import { openLink } from '../src/protocol/connection/link.ts';
import { type Bench, numberFlag } from './support/bench.ts';
import { ms, spreadOf } from './support/spread.ts';

const slotMs = 1000;
const root = path.resolve(import.meta.dirname, '..');

export const bench: Bench = async (flags, say) => {
  const seconds = numberFlag(flags, 'seconds', 60);
  const clients = numberFlag(flags, 'clients', 100);
  const dir = mkdtempSync(path.join(tmpdir(), 'sgb-'));
  const daemon = startDaemon(dir);
  try {
    await daemon.recording;
    const socketPath = path.join(dir, 'run', 'spyglass', 'demo.sock');
    say('alone …');
    const alone = await measure(daemon.pid, socketPath, seconds / 2, () => []);
    say(`with ${clients} clients, one of which reads nothing …`);
    let received = 0;
    const attached = await measure(daemon.pid, socketPath, seconds, () =>
      Array.from({ length: clients }, (_, n) => attach(socketPath, n === 0, (bytes) => (received += bytes))),
    );
    const figures = { seconds, clients, alone, attached, receivedBytes: received };
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
    const row = (name: string, found: Measured) => [
      ...[name, String(found.slots), ms(found.late.p50), ms(found.late.p99), ms(found.late.max)],
      mb(found.rssBytes),
    ];
    return {
      ...figures,
      tables: [
        {
          title: `Slots of a second, over ${seconds} s`,
          rows: [
            ['', 'slots', 'late p50', 'p99', 'longest', 'memory at the end'],
            row('alone', alone),
            row(`${clients} clients`, attached),
          ],
        },
      ],
    };
  } finally {
    daemon.child.kill('SIGTERM');
    await daemon.exit;
    rmSync(dir, { recursive: true, force: true });
  }
};

interface Measured {
  slots: number;
  late: ReturnType<typeof spreadOf>;
  rssBytes: number;
}

/** Watches the quote job's starts for a while; a slot lies on each full second. */
async function measure(
  pid: number,
  socketPath: string,
  seconds: number,
  connect: () => net.Socket[],
): Promise<Measured> {
  const link = await openLink({ socketPath, clock: systemClock(), appVersion: '0', client: 'bench' });
  const sockets = connect();
  await sleep(3000);
  const starts = new Set<number>();
  link.onEvent((event) => {
    if (event.name !== 'job') return;
    const startedAt = event.payload.find(({ name }) => name === 'quote')?.lastStartedAt;
    if (startedAt) starts.add(startedAt);
  });
  await link.request('subscribe', {});
  await sleep(seconds * 1000);
  const rssBytes = residentBytes(pid);
  link.close();
  for (const socket of sockets) socket.destroy();
  return { slots: starts.size, late: spreadOf([...starts].map((at) => at % slotMs)), rssBytes };
}

function attach(socketPath: string, isDeaf: boolean, onBytes: (count: number) => void): net.Socket {
  const socket = net.connect(socketPath);
  const message = (id: number, method: string, params: object) =>
    socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
  message(1, 'hello', { protocolVersion: 1, appVersion: '0', client: 'bench' });
  message(2, 'subscribe', {});
  socket.on('error', () => undefined);
  if (isDeaf) socket.pause();
  else socket.on('data', (piece) => onBytes(piece.length));
  return socket;
}

function startDaemon(dir: string) {
  const child = spawn(process.execPath, [path.join(root, 'src/cli/entry.ts'), 'daemon', 'run', '--demo'], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: dir,
      NODE_NO_WARNINGS: '1',
      XDG_DATA_HOME: path.join(dir, 'data'),
      XDG_CONFIG_HOME: path.join(dir, 'config'),
      XDG_STATE_HOME: path.join(dir, 'state'),
      XDG_RUNTIME_DIR: path.join(dir, 'run'),
      SPYGLASS_QUOTE_SECONDS: '1',
      SPYGLASS_CHAIN_SECONDS: '5',
      SPYGLASS_CALLS_PER_MINUTE: '1000',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  const exit = once(child, 'exit');
  const recording = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      log += `${line}\n`;
      if (line.includes('"msg":"recording"')) resolve();
    });
    void exit.then(() => reject(new Error(log)));
  });
  return { child, pid: child.pid!, exit, recording };
}

/** Linux only; elsewhere 0. */
function residentBytes(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1024;
}
