/**
 * `npm run bench -- daemon [--seconds 60] [--clients 100] [--json]`: how late slots are while many clients are attached
 * and one of them reads nothing, and what that costs in memory. A slot a second, a chain every five.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/base/clock.ts';
import { openLink } from '../src/protocol/connection/link.ts';
import { protocolVersion } from '../src/protocol/version.ts';
import { type Bench, numberFlag } from './support/bench.ts';
import { startDemo } from './support/demo-daemon.ts';
import { slotLateness } from './support/slot-lateness.ts';
import { ms, type Spread } from './support/spread.ts';

export const bench: Bench = async (flags, say) => {
  const seconds = numberFlag(flags, 'seconds', 60);
  const clients = numberFlag(flags, 'clients', 100);
  const dir = mkdtempSync(path.join(tmpdir(), 'sgb-'));
  const daemon = startDemo(dir);
  try {
    await daemon.recording;
    const { socketPath } = daemon;
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
    await daemon.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};

interface Measured {
  slots: number;
  late: Spread;
  rssBytes: number;
}

async function measure(
  pid: number,
  socketPath: string,
  seconds: number,
  connect: () => net.Socket[],
): Promise<Measured> {
  const link = await openLink({ socketPath, clock: systemClock(), appVersion: '0', client: 'bench' });
  const sockets = connect();
  await sleep(3000);
  const found = await slotLateness(link, seconds);
  const rssBytes = residentBytes(pid);
  link.close();
  for (const socket of sockets) socket.destroy();
  return { ...found, rssBytes };
}

function attach(socketPath: string, isDeaf: boolean, onBytes: (count: number) => void): net.Socket {
  const socket = net.connect(socketPath);
  const message = (id: number, method: string, params: object) =>
    socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
  message(1, 'hello', { protocolVersion, appVersion: '0', client: 'bench' });
  message(2, 'subscribe', {});
  socket.on('error', () => undefined);
  if (isDeaf) socket.pause();
  else socket.on('data', (piece) => onBytes(piece.length));
  return socket;
}

/** Linux only; elsewhere 0. */
function residentBytes(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1024;
}
