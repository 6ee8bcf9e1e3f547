import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { type Env, inTerminal, run } from './run-program.ts';
import type { SshServer } from './server.ts';

/** Where the same is looked at: on the daemon's machine, through a socket that counts; and by ssh. */
export interface Places {
  socketPath: string;
  here: Env;
  far: { env: Env; host: string; server: SshServer };
}

interface Measured {
  firstMs: number;
  /** Of the dashboard or command, with its ssh. */
  cpuS: number;
  /** Of sshd and `dial-stdio`. */
  serverCpuS: number;
  bytes: number;
}

/** Seconds that a dashboard is looked at. */
const lookedS = 10;
const dashboard = /0-DTE chain[\s\S]*\d+\.\d\d/;

/** One picture, and a dashboard that is watched for a while, each on the machine itself and by ssh; printed as a table. */
export async function measure({ socketPath, here, far }: Places): Promise<boolean> {
  const relay = await countingSocket(socketPath);
  const places = [
    {
      name: 'on the machine',
      ...{ env: here, args: ['--demo', '--socket', relay.path], bytes: relay.bytes, serverCpuS: () => 0 },
    },
    {
      name: 'by ssh',
      ...{ env: far.env, args: ['--demo', '--host', far.host] },
      ...{ bytes: far.server.bytes, serverCpuS: far.server.cpuS },
    },
  ];
  let isShown = true;
  const row = (what: string, name: string, { firstMs, cpuS, serverCpuS, bytes }: Measured) => {
    const cells = [what, name, `${firstMs.toFixed(0)} ms`, `${cpuS.toFixed(2)} s`];
    cells.push(`${serverCpuS.toFixed(2)} s`, `${(bytes / 1000).toFixed(0)} kB`);
    process.stdout.write(`    | ${cells.join(' | ')} |\n`);
  };
  process.stdout.write(
    '    | what | where | first picture | CPU of the client and its ssh | CPU of sshd and dial-stdio | bytes |\n    |---|---|---|---|---|---|\n',
  );
  for (const { name, env, args, bytes, serverCpuS } of places) {
    const since = { bytes: bytes(), cpuS: serverCpuS() };
    const { code, stdout, ms, cpuS } = await run(['--once', ...args], env);
    isShown &&= code === 0 && stdout.includes('0-DTE chain');
    row('`--once`', name, {
      ...{ firstMs: ms, cpuS, bytes: bytes() - since.bytes },
      serverCpuS: serverCpuS() - since.cpuS,
    });
  }
  for (const { name, env, args, bytes, serverCpuS } of places) {
    const since = { bytes: bytes(), cpuS: serverCpuS() };
    const startedAt = performance.now();
    const terminal = inTerminal(args, env);
    isShown &&= dashboard.test(await terminal.until(dashboard));
    const firstMs = performance.now() - startedAt;
    await new Promise((later) => setTimeout(later, lookedS * 1000));
    terminal.write('q');
    const { cpuS } = await terminal.exit;
    row(`dashboard, ${lookedS} s`, name, {
      ...{ firstMs, cpuS, bytes: bytes() - since.bytes },
      serverCpuS: serverCpuS() - since.cpuS,
    });
  }
  relay.close();
  return isShown;
}

/** A socket that passes everything on to another, and counts it. */
async function countingSocket(to: string) {
  const place = mkdtempSync(join(tmpdir(), 'spyglass-relay-'));
  const path = join(place, 's.sock');
  let passed = 0;
  const server = net.createServer((client) => {
    const daemon = net.connect(to);
    for (const [from, into] of [
      [client, daemon],
      [daemon, client],
    ] as const) {
      from.on('data', (piece: Buffer) => {
        passed += piece.length;
      });
      from.on('error', () => into.destroy());
      from.pipe(into);
    }
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    bytes: () => passed,
    close() {
      server.close();
      rmSync(place, { recursive: true, force: true });
    },
  };
}
