import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { startDaemon } from '../../src/daemon/daemon.ts';
import { type HttpGet, httpGet } from '../../src/sources/polygon/http/http-get.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { openLink } from '../../src/protocol/connection/link.ts';
import type { Profile } from '../../src/simulator/profiles.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { manualClock } from '../../test/support/manual-clock.ts';
import { wholeAnswer } from '../support/whole-answer.ts';

const date = '2026-11-23';
const times = ['09:20', '11:07', '13:33', '15:02', '16:50'];
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface Saved {
  profile: Profile;
  calls: number;
  naive: number;
  ratio: number;
}

/**
 * Calls of a day with three restarts and two dashboards that each press `r` every half an hour, against a scheduler that
 * has neither cache nor calendar nor memory of the plan: each dashboard its own, the quote every 15 s, the chain's two
 * pages every minute, whatever the answer, and on each start 30 days of three kinds of bars.
 */
export async function savedCalls(profile: Profile): Promise<Saved> {
  const dir = mkdtempSync(path.join(tmpdir(), 'sgb-'));
  const database = path.join(dir, 'spyglass.sqlite');
  let sent = 0;
  let busy = 0;
  const settle = async () => {
    do for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    while (busy > 0);
  };
  const clock = manualClock(newYorkInstant(date, times[0]!), settle);
  const simulator = await startSimulator({ clock, profile });
  // The whole body is awaited here, so that the clock stands still until it has come.
  const counted: HttpGet = async (url, options) => {
    sent += 1;
    busy += 1;
    try {
      return await wholeAnswer(await httpGet(url, options));
    } finally {
      setImmediate(() => (busy -= 1));
    }
  };
  try {
    for (let run = 1; run < times.length; run++) {
      const until = newYorkInstant(date, times[run]!);
      await runUntil(until, { clock, dir, database, url: simulator.url, httpGet: counted });
    }
  } finally {
    await simulator.close();
    rmSync(dir, { recursive: true, force: true });
  }
  const minutes = (newYorkInstant(date, times.at(-1)!) - newYorkInstant(date, times[0]!)) / 60_000;
  const starts = times.length - 1;
  const naive = Math.round(2 * (minutes * 4 + minutes * 2) + 2 * starts * 3 + 2 * (minutes / 30));
  return { profile, calls: sent, naive, ratio: sent / naive };
}

interface RunOptions {
  clock: ReturnType<typeof manualClock>;
  dir: string;
  database: string;
  url: string;
  httpGet: HttpGet;
}

async function runUntil(until: number, { clock, dir, database, url, httpGet }: RunOptions): Promise<void> {
  const socketPath = path.join(dir, 'run', 's.sock');
  const daemon = await startDaemon({
    ...{ mode: 'live', databasePath: database, socketPath, baseUrl: url, apiKey: 'bench' },
    settings: loadSettings({ env: {} }).settings,
    ...{ clock, isVirtualClock: true, appVersion: '0', pid: process.pid, platform: process.platform },
    ...{ epoch: `bench ${clock.now()}`, httpGet, random: () => 0.5, log: silent },
  });
  const dashboards = await Promise.all([
    attach(socketPath, systemClock()),
    attach(socketPath, systemClock()),
  ]);
  const halfHour = 30 * 60_000;
  while (clock.now() < until) {
    await clock.advance(Math.min(halfHour, until - clock.now()));
    const pressed = dashboards.map((link) => link.request('refresh', { job: 'quote' }));
    await clock.advance(2500);
    await Promise.all(pressed);
  }
  for (const link of dashboards) link.close();
  const closed = daemon.close();
  // Threads and sockets close in the machine's time; a run that waits for the budget does so in the clock's.
  await Promise.race([closed, sleep(1000)]);
  await clock.advance(5000);
  await closed;
}

async function attach(socketPath: string, clock: Clock) {
  const link = await openLink({ socketPath, clock, appVersion: '0', client: 'dashboard' });
  await link.request('subscribe', {});
  return link;
}
