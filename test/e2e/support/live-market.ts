import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import Database from 'better-sqlite3';
import { virtualClock } from '../../../src/base/clock.ts';
import { startSimulator } from '../../../src/simulator/server.ts';
import { type Outcome, run } from './command.ts';
import { type Home, makeHome, openTerminal, type Terminal, type TerminalOptions } from './terminal.ts';

const startAt = '2026-11-23T15:30:00Z';

export const quoteMs = 5000;
export const chainMs = 10_000;

export interface LiveMarket {
  home: Home;
  env: Record<string, string>;
  /** A live dashboard, on a market of an ordinary Monday morning. */
  open(options?: TerminalOptions): Terminal;
  run(...args: string[]): Promise<Outcome>;
  /** What `status` says, once it holds; `null` stands for no daemon. */
  statusUntil(holds: (status: Status | null) => boolean): Promise<Status | null>;
  rows<T>(query: string, ...values: unknown[]): T[];
  log(): string;
}

export interface Status {
  hello: { pid: number; epoch: string };
  jobs: { name: string; nextAt: number | null; lastSucceededAt: number | null }[];
}

/** The simulated API on loopback, for programs that take it for the real one. */
export async function openLiveMarket(
  t: ExecutionContext,
  settings: Record<string, string> = {},
): Promise<LiveMarket> {
  const home = makeHome(t);
  const simulator = await startSimulator({
    clock: virtualClock(Date.parse(startAt)),
    profile: 'advanced',
    hasRateLimit: false,
  });
  t.teardown(simulator.close);
  const env = {
    MASSIVE_API_KEY: 'very-secret',
    SPYGLASS_BASE_URL: simulator.url,
    SPYGLASS_QUOTE_SECONDS: String(quoteMs / 1000),
    SPYGLASS_CHAIN_SECONDS: String(chainMs / 1000),
    SPYGLASS_CALLS_PER_MINUTE: '1000',
    ...settings,
  };
  const dataDir = path.join(home.dir, 'd');
  const flags = ['--data-dir', dataDir, '--clock', startAt];
  const logFolder = path.join(home.dir, 'state', 'spyglass');
  t.teardown(() => run(home, ['daemon', 'stop', '--data-dir', dataDir], env));
  const runHere = (...args: string[]) => run(home, [...args, '--data-dir', dataDir], env);
  return {
    home,
    env,
    open: (options = {}) => openTerminal(t, home, flags, { ...options, env: { ...env, ...options.env } }),
    run: runHere,
    async statusUntil(holds) {
      for (;;) {
        const { stdout } = await runHere('status', '--json');
        const status = stdout === '' ? null : (JSON.parse(stdout) as Status);
        if (holds(status)) return status;
      }
    },
    rows<T>(query: string, ...values: unknown[]) {
      const database = new Database(path.join(dataDir, 'spyglass.sqlite'), { readonly: true });
      try {
        return database.prepare<unknown[], T>(query).all(...values);
      } finally {
        database.close();
      }
    },
    log: () => readFileSync(path.join(logFolder, logName(logFolder)), 'utf8'),
  };
}

function logName(folder: string): string {
  const { readdirSync } = process.getBuiltinModule('node:fs');
  return readdirSync(folder).find((name) => name.endsWith('.log')) ?? 'no.log';
}

/** The live picture is complete: a quote and a chain have come. */
export const isLiveReady = (screen: string) =>
  (screen.match(/ago · real-time/g) ?? []).length >= 2 && screen.includes('recording');
