import path from 'node:path';
import { loadSettings } from '../../src/config/load-settings.ts';
import type { Settings } from '../../src/config/settings/settings-table.ts';
import { startDaemon } from '../../src/daemon/daemon.ts';
import { type HttpAnswer, httpGet } from '../../src/sources/polygon/http/http-get.ts';
import { addDays, newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { type Link, openLink } from '../../src/protocol/connection/link.ts';
import type { Hello, Status } from '../../src/protocol/state.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { type ChartRange, chartRanges, rangeTerms } from '../../src/tui/charts/range.ts';
import type { BarsAnswer } from '../../src/tui/state/answers.ts';
import { steppedClock } from './stepped-clock.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A daemon over the simulated market, on a clock that is stepped. */
export interface PictureDaemon {
  hello: Hello;
  link: Link;
  /** Another client. */
  openLink(): Promise<Link>;
  /** Lets it record up to an instant. */
  runTo(instant: number): Promise<Status>;
  /** Every request from here on fails, or is answered again. */
  setOutage(isDown: boolean): void;
  close(): Promise<void>;
}

/** Where its recording lies, when it starts, and what differs from the default settings. */
export interface PictureDaemonOptions {
  home: string;
  startAt: number;
  settings?: Partial<Settings>;
}

/** Requests that were sent, and those that have been answered. */
interface Traffic {
  sent: number;
  answered: number;
}

/**
 * Waits until work that was begun is done, or waits for the clock. Asking the daemon for its jobs after each timer would
 * take longer than what they do.
 */
async function untilIdle(traffic: Traffic): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    const { sent } = traffic;
    for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    quiet = traffic.sent > sent || traffic.sent > traffic.answered ? 0 : quiet + 1;
  }
}

/** An answer once its whole body is there: how long that takes is the machine's matter, and no timer is to come before. */
async function whole(answering: Promise<HttpAnswer>): Promise<HttpAnswer> {
  const { status, ok, headers, body } = await answering;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  const read = async function* () {
    yield* chunks;
  };
  return { status, ok, headers, body: body && read() };
}

/** Starts a daemon, with a simulated market of its own; the same market for every one. */
export async function startPictureDaemon(options: PictureDaemonOptions): Promise<PictureDaemon> {
  const { home, startAt, settings } = options;
  const clock = steppedClock(startAt);
  const simulator = await startSimulator({ clock, profile: 'advanced' });
  const socketPath = path.join(home, 's.sock');
  const traffic: Traffic = { sent: 0, answered: 0 };
  const daemon = await startDaemon({
    mode: 'demo',
    databasePath: path.join(home, 'demo.db'),
    socketPath,
    settings: { ...loadSettings({ env: {} }).settings, ...settings },
    baseUrl: simulator.url,
    apiKey: 'demo',
    clock,
    isVirtualClock: true,
    appVersion: '0.1.0',
    pid: process.pid,
    platform: 'linux',
    epoch: 'picture',
    httpGet(url, request) {
      traffic.sent += 1;
      return whole(httpGet(url, request)).finally(() => {
        traffic.answered += 1;
      });
    },
    random: () => 0.5,
    log: silent,
  });
  const open = () => openLink({ socketPath, clock, appVersion: '0.1.0', client: 'picture' });
  const link = await open();
  await untilIdle(traffic);
  return {
    ...{ hello: daemon.hello, link, openLink: open },
    async runTo(instant) {
      while (clock.step(instant)) await untilIdle(traffic);
      return await link.request('status', {});
    },
    setOutage: (isDown) => simulator.setFault(isDown ? 'server-error' : null),
    async close() {
      link.close();
      await daemon.close();
      await simulator.close();
    },
  };
}

/** What a client's chart asks for, on the market as it is or as of the instant that the client looks at. */
export async function barsOf(
  link: Link,
  until: string,
  at: number,
): Promise<ReadonlyMap<ChartRange, BarsAnswer>> {
  const answers = new Map<ChartRange, BarsAnswer>();
  for (const range of chartRanges) {
    const { timeframe, daysBack } = rangeTerms[range];
    const bars = await link.request('bars.get', {
      timeframe,
      from: newYorkInstant(addDays(until, -daysBack), '00:00'),
      to: newYorkInstant(addDays(until, 1), '00:00'),
    });
    answers.set(range, { bars, until, at });
  }
  return answers;
}
