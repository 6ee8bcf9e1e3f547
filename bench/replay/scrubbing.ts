import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { type Link, openLink } from '../../src/protocol/connection/link.ts';
import { startDemo } from '../support/demo-daemon.ts';
import { slotLateness } from '../support/slot-lateness.ts';
import type { Spread } from '../support/spread.ts';
import { logBytesOf } from './reads.ts';
import type { RecordedDay } from './recorded-day.ts';

export interface ScrubbingFigures {
  alone: Spread;
  scrubbed: Spread;
  /** Seeks of all clients together. */
  seeks: number;
  maxLogBytes: number;
}

/** How late a recording daemon's slots are while clients seek in its recordings as fast as they are answered. */
export async function benchScrubbing(
  home: string,
  databasePath: string,
  { polls }: RecordedDay,
  { seconds, clients }: { seconds: number; clients: number },
): Promise<ScrubbingFigures> {
  const daemon = startDemo(home);
  const open = () =>
    openLink({ socketPath: daemon.socketPath, clock: systemClock(), appVersion: '0', client: 'bench' });
  try {
    await daemon.recording;
    const watching = await open();
    await sleep(3000);
    const alone = await slotLateness(watching, seconds);
    const scrubbers = await Promise.all(Array.from({ length: clients }, open));
    const scrubbing = { isOver: false, seeks: 0, maxLogBytes: 0 };
    const random = seededRandom('scrub');
    const scrub = async (link: Link) => {
      while (!scrubbing.isOver) {
        await link.request('subscribe', { at: random.integer(polls[0]!, polls.at(-1)!) });
        scrubbing.seeks += 1;
        scrubbing.maxLogBytes = Math.max(scrubbing.maxLogBytes, logBytesOf(databasePath));
      }
    };
    const all = scrubbers.map(scrub);
    await sleep(3000);
    const scrubbed = await slotLateness(watching, seconds);
    scrubbing.isOver = true;
    await Promise.all(all);
    for (const link of [watching, ...scrubbers]) link.close();
    const { seeks, maxLogBytes } = scrubbing;
    return { alone: alone.late, scrubbed: scrubbed.late, seeks, maxLogBytes };
  } finally {
    await daemon.stop();
  }
}
