import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from '@lydell/node-pty';
import type { ExecutionContext } from 'ava';
import Database from 'better-sqlite3';
import { virtualClock } from '../../../src/base/clock.ts';
import type { Status } from '../../../src/protocol/state.ts';
import { startSimulator } from '../../support/shared-market.ts';
import { until } from '../../support/until.ts';
import { type Outcome, run } from './command.ts';
import { daemonStatus, daemonStatusUntil, lookMs } from './daemon-status.ts';
import {
  type Home,
  launcher,
  makeHome,
  openTerminal,
  type Terminal,
  type TerminalOptions,
} from './terminal.ts';

const startAt = '2026-11-23T15:30:00Z';

export const quoteMs = 5000;
export const chainMs = 10_000;

export interface LiveMarket {
  home: Home;
  env: Record<string, string>;
  /** A live dashboard, on a market of an ordinary Monday morning. */
  open(options?: TerminalOptions): Terminal;
  /** The same in a window that can be closed, of which nothing is seen. */
  openWindow(): { pid: number; closeWindow(): void; exit: Promise<unknown> };
  /** Puts a settings file in place that no daemon starts with. */
  breakSettings(): void;
  run(...args: string[]): Promise<Outcome>;
  /** What the daemon's `status` answers; `null` where there is no daemon. */
  statusOf(): Promise<Status | null>;
  /** The same, once it holds; `null` stands for no daemon. */
  statusUntil(holds: (status: Status | null) => boolean): Promise<Status | null>;
  rows<T>(query: string, ...values: unknown[]): T[];
  log(): string;
  /** Resolves when the log says this. */
  said(words: string): Promise<void>;
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
  const instance = { mode: 'live', dataDir } as const;
  const log = () => (existsSync(logFolder) ? readLog(logFolder) : '');
  const runHere = (...args: string[]) => run(home, [...args, '--data-dir', dataDir], env);
  return {
    home,
    env,
    open: (options = {}) => openTerminal(t, home, flags, { ...options, env: { ...env, ...options.env } }),
    run: runHere,
    statusOf: () => daemonStatus(home, instance),
    statusUntil: (holds) => daemonStatusUntil(home, instance, holds),
    rows<T>(query: string, ...values: unknown[]) {
      const database = new Database(path.join(dataDir, 'spyglass.sqlite'), { readonly: true });
      try {
        return database.prepare<unknown[], T>(query).all(...values);
      } finally {
        database.close();
      }
    },
    log,
    said: (words) => until(() => log().includes(words), lookMs),
    openWindow() {
      const pty = spawn(process.execPath, [launcher, ...flags], {
        ...{ cols: 120, rows: 40, env: { ...home.env, ...env } },
      });
      pty.onData(() => undefined);
      const exit = new Promise((resolve) => pty.onExit(resolve));
      t.teardown(() => pty.kill('SIGKILL'));
      return { pid: pty.pid, closeWindow: () => (pty as unknown as { destroy(): void }).destroy(), exit };
    },
    breakSettings() {
      const folder = path.join(home.dir, 'config', 'spyglass');
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'spyglass.toml'), '[upstream]\nretries = "many"\n');
    },
  };
}

/** Empty where no program has written one yet. */
function readLog(folder: string): string {
  const name = readdirSync(folder).find((file) => file.endsWith('.log'));
  return name ? readFileSync(path.join(folder, name), 'utf8') : '';
}

/** The live picture is complete: a quote and a chain have come. */
export const isLiveReady = (screen: string) =>
  (screen.match(/ago · real-time/g) ?? []).length >= 2 && screen.includes('recording');
