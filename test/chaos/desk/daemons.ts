import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { slotSeconds } from './market.ts';

const launcher = path.resolve(import.meta.dirname, '../../../bin/spyglass.js');

/** One daemon of the desk: a home, a role in the database and a line to it of its own. */
export interface DeskDaemon {
  /** Also its role in the database, by which its writes are known. */
  name: string;
  pid(): number;
  /** Starts it, and again as a supervisor does where it ends by itself: a store that is away ends a start. */
  start(): void;
  /** Sees to it that it is not started again. */
  leave(): void;
  signal(signal: NodeJS.Signals): void;
  /** How often it has logged that a write was refused for want of the lease. */
  refusedWrites(): number;
  /** Resolves once the process is gone. */
  gone(): Promise<void>;
}

/** What a daemon is started with. */
export interface DaemonPlace {
  name: string;
  directory: string;
  storeUrl: string;
  marketUrl: string;
  callsPerMinute: number;
  leaseSeconds: number;
  clockFlag: () => string;
}

/** A daemon that is not started yet. @param onStart is told its process with each start */
export function deskDaemon(place: DaemonPlace, onStart: (pid: number) => void): DeskDaemon {
  const home = path.join(place.directory, place.name);
  mkdirSync(home, { recursive: true });
  const logFile = path.join(home, 'out.log');
  const log = createWriteStream(logFile, { flags: 'a' });
  let isWanted = false;
  let child: ChildProcess | null = null;
  let gone: Promise<unknown> = Promise.resolve();
  const env = {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: home,
    XDG_RUNTIME_DIR: path.join(home, 'run'),
    MASSIVE_API_KEY: 'desk',
    SPYGLASS_BASE_URL: place.marketUrl,
    SPYGLASS_STORE_URL: place.storeUrl,
    SPYGLASS_STORE_LEASE_SECONDS: String(place.leaseSeconds),
    SPYGLASS_CALLS_PER_MINUTE: String(place.callsPerMinute),
    SPYGLASS_RECORD_REFILL: 'false',
    SPYGLASS_QUOTE_SECONDS: String(slotSeconds),
    SPYGLASS_CHAIN_SECONDS: String(slotSeconds),
  };
  return {
    name: place.name,
    pid: () => child?.pid ?? 0,
    start() {
      isWanted = true;
      const flags = ['--data-dir', path.join(home, 'data'), '--clock', place.clockFlag()];
      child = spawn(process.execPath, [launcher, 'daemon', 'run', ...flags], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout?.pipe(log, { end: false });
      child.stderr?.pipe(log, { end: false });
      gone = once(child, 'exit');
      onStart(child.pid ?? 0);
      child.once('exit', (code) => {
        if (isWanted && code !== null) setTimeout(() => isWanted && this.start(), 500);
      });
    },
    leave() {
      isWanted = false;
    },
    signal: (signal) => void child?.kill(signal),
    refusedWrites: () => readFileSync(logFile, 'utf8').split('nothing was written').length - 1,
    gone: async () => void (await gone),
  };
}
