import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock, virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { openLink } from '../../src/protocol/connection/link.ts';
import { startDemo } from '../support/demo-daemon.ts';
import { recordSession } from '../support/simulated-session.ts';
import { slotLateness } from '../support/slot-lateness.ts';
import type { Spread } from '../support/spread.ts';

/** Long before whatever day the demo is on. */
const date = '2025-11-24';
/** Time in which a daemon that has just started settles, and archives what waits. */
const settlingMs = 5000;

export interface ArchivingSlots {
  alone: Spread;
  archiving: Spread;
  /** How often the session was archived meanwhile. */
  sessions: number;
}

/** How late a recording daemon's slots of a second are while it archives a session again and again. */
export async function benchArchivingSlots(home: string, seconds: number): Promise<ArchivingSlots> {
  const databasePath = path.join(home, 'data', 'spyglass', 'demo.sqlite');
  mkdirSync(path.dirname(databasePath), { recursive: true, mode: 0o700 });
  const db = await openDatabase({ path: databasePath, clock: virtualClock(Date.UTC(2100, 0)) });
  await recordSession(db, date, { chainMs: 60_000, quoteMs: 60_000 });
  await db.close();
  const daemon = startDemo(home);
  try {
    await daemon.recording;
    const open = () =>
      openLink({ socketPath: daemon.socketPath, clock: systemClock(), appVersion: '0', client: 'bench' });
    const [watching, asking] = [await open(), await open()];
    const archive = () => asking.request('archive.now', { date, replace: true });
    await archive();
    await sleep(settlingMs);
    const alone = await slotLateness(watching, seconds);
    const work = { isOver: false, sessions: 0 };
    const archivingAll = (async () => {
      for (; !work.isOver; work.sessions++) await archive();
    })();
    const archiving = await slotLateness(watching, seconds);
    work.isOver = true;
    await archivingAll;
    for (const link of [watching, asking]) link.close();
    return { alone: alone.late, archiving: archiving.late, sessions: work.sessions };
  } finally {
    await daemon.stop();
  }
}
