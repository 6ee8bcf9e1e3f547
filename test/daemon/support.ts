import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { type Clock, virtualClock } from '../../src/base/clock.ts';
import type { Logger } from '../../src/base/log.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import type { Settings } from '../../src/config/settings/settings-table.ts';
import type { AlertDeliveryDeps } from '../../src/daemon/alerts/delivery/open-delivery.ts';
import { startDaemon } from '../../src/daemon/daemon.ts';
import type { DaemonDeps } from '../../src/daemon/core.ts';
import type { Daemon } from '../../src/daemon/running.ts';
import type { HandOver } from '../../src/daemon/hand-over.ts';
import { type HttpGet, httpGet } from '../../src/sources/polygon/http/http-get.ts';
import type { Snapshot } from '../../src/protocol/events.ts';
import type { DaemonEvent } from '../../src/protocol/connection/link-messages.ts';
import { type Link, openLink } from '../../src/protocol/connection/link.ts';
import { putEmptyDatabase } from '../support/empty-database.ts';
import { startSimulator } from '../support/shared-market.ts';
import { silent } from '../support/silent-log.ts';
import { tempDir } from '../support/temp-dir.ts';

/** 10:30 in New York on an ordinary Monday. */
export const midSession = Date.parse('2026-11-23T15:30:00Z');

export interface DaemonSetup {
  settings?: Partial<Settings>;
  clock?: Clock;
  baseUrl: string;
  dir?: string;
  apiKey?: string;
  log?: Logger;
  httpGet?: HttpGet;
  signal?: AbortSignal;
  takesOver?: HandOver;
  /** How alerts reach a person; by default none does. */
  alertDelivery?: AlertDeliveryDeps;
  openArchiveWorker?: NonNullable<DaemonDeps['openArchiveWorker']>;
  /** Start where there is no database yet; otherwise it finds an empty one, or what `dir` holds. */
  isFirstStart?: boolean;
}

/** A daemon as the program starts it, on a real database and socket in a directory of its own. */
export async function startTestDaemon(
  t: Pick<ExecutionContext, 'teardown'>,
  setup: DaemonSetup,
): Promise<{ daemon: Daemon; dir: string; socketPath: string; clock: Clock }> {
  const dir = setup.dir ?? (await tempDir(t));
  const clock = setup.clock ?? virtualClock(midSession);
  const databasePath = path.join(dir, 'spyglass.sqlite');
  if (!setup.isFirstStart && !existsSync(databasePath)) await putEmptyDatabase(databasePath);
  const socketPath = path.join(dir, 'run', 's.sock');
  const daemon = await startDaemon({
    mode: 'live',
    databasePath,
    socketPath,
    settings: { ...loadSettings({ env: {} }).settings, ...setup.settings },
    baseUrl: setup.baseUrl,
    apiKey: setup.apiKey ?? 'test-key',
    clock,
    isVirtualClock: true,
    appVersion: '0.0.0',
    pid: process.pid,
    platform: process.platform,
    epoch: 'test',
    httpGet: setup.httpGet ?? httpGet,
    random: () => 0.5,
    log: setup.log ?? silent,
    ...(setup.signal && { signal: setup.signal }),
    ...(setup.openArchiveWorker && { openArchiveWorker: setup.openArchiveWorker }),
    ...(setup.alertDelivery && { alertDelivery: setup.alertDelivery }),
    ...(setup.takesOver && { takesOver: setup.takesOver }),
  });
  t.teardown(daemon.close);
  return { daemon, dir, socketPath, clock };
}

export async function linkTo(
  t: Pick<ExecutionContext, 'teardown'>,
  daemon: { socketPath: string; clock: Clock },
): Promise<Link> {
  const link = await openLink({ ...daemon, appVersion: '0.0.0', client: 'test' });
  t.teardown(link.close);
  return link;
}

/** What a snapshot has, or the first event that brings it. Heard from before the snapshot on, so that none is missed. */
export async function firstOf<T extends object>(
  link: Link,
  fromSnapshot: (snapshot: Snapshot) => T | null,
  fromEvent: (event: DaemonEvent) => T | null,
): Promise<T> {
  const told = new Promise<T>((resolve) => {
    link.onEvent((event) => {
      const found = fromEvent(event);
      if (found) resolve(found);
    });
  });
  return fromSnapshot(await link.request('subscribe', {})) ?? (await told);
}

/** Subscribes, and resolves with the first event that `wanted` is true of. */
export async function eventOf<T extends DaemonEvent>(
  link: Link,
  wanted: (event: DaemonEvent) => event is T,
): Promise<T> {
  const event = new Promise<T>((resolve) => {
    link.onEvent((candidate) => {
      if (wanted(candidate)) resolve(candidate);
    });
  });
  await link.request('subscribe', {});
  return await event;
}

export { silent, startSimulator };
