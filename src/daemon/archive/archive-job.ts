import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { tradeDateEnd } from '../../market/calendar/trade-date.ts';
import type { MarketDays } from '../market-days/market-hours.ts';
import { weekdayTime } from '../schedule/intervals/next-slot.ts';
import type { Job } from '../schedule/job.ts';
import type { Archiver } from './archiver.ts';

/** After the end of a trade date; what was received by then is stored. */
const afterEndMs = 5 * 60_000;
/** Real ms between two runs: at the start what is recorded comes first, and a backlog is worked off beside it. */
const pauseMs = 15_000;
/** Real ms after a failure: a disk that is full or not mounted stays so for some time. */
const patienceMs = 5 * 60_000;

/** What the job needs of the daemon. */
export interface ArchiveJobDeps {
  /** Its runs are given what the archiver's steps take. */
  archiver: Pick<Archiver, 'look' | 'isLookDue' | 'left' | 'step'>;
  clock: Clock;
  settings: Pick<Settings, 'archiveEnabled'>;
  hours: Pick<MarketDays, 'calendar'>;
}

/**
 * Looks what is not archived at the start and after each trade date, and does one session a run, so that it can be stopped,
 * and goes on, between any two.
 */
export function createArchiveJob({ archiver, clock, settings, hours }: ArchiveJobDeps): Job {
  let lookedAt = clock.now();
  let restsUntil = clock.now() + pauseMs * clock.speed;
  const slotAfter = (after: number): number => {
    let { date } = hours.calendar.previousSession(addDays(newYorkDate(after), 1));
    while (tradeDateEnd(date) + afterEndMs <= after) {
      date = hours.calendar.nextSession(tradeDateEnd(date)).date;
    }
    return tradeDateEnd(date) + afterEndMs;
  };
  return {
    name: 'archive',
    runsAtStart: false,
    next(_now, after) {
      const due = { intervalMs: null, isDueUntilDone: true };
      if (!settings.archiveEnabled) return { at: null, intervalMs: null, reason: 'archive.enabled is off' };
      const left = archiver.left();
      if (archiver.isLookDue() || left > 0) {
        const at = Math.max(after + 1, restsUntil);
        const what = archiver.isLookDue() ? 'looks what is not archived' : `one session a run, ${left} left`;
        return { ...due, at, reason: what };
      }
      const at = slotAfter(Math.max(after, lookedAt));
      return { ...due, at, reason: `after each trade date, ${weekdayTime(at)}` };
    },
    async run(run) {
      const now = clock.now();
      let rest = patienceMs;
      try {
        if (archiver.isLookDue() || slotAfter(lookedAt) <= now) {
          await archiver.look();
          lookedAt = now;
        }
        const { signal, onProgress } = run;
        const said = await archiver.step({ signal, onProgress: () => onProgress?.() });
        rest = pauseMs;
        return said;
      } finally {
        restsUntil = clock.now() + rest * clock.speed;
      }
    },
  };
}
