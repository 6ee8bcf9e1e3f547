import type { Settings } from '../../config/settings/settings-table.ts';
import { nearestExpiration } from '../../market/products/expirations.ts';
import type { JobCoverage } from '../../protocol/state.ts';
import type { RebuiltKey } from '../../recordings/rebuilt.ts';
import type { RebuildContext } from './rebuild-context.ts';
import { rebuiltField, rebuiltShare } from './shown/rebuilt-share.ts';
import { createShownMinutes, type RecordedAndRebuilt } from './shown/shown-minutes.ts';

/** How much of sessions was rebuilt, for coverage that is asked for in turns that await nothing. */
export interface RebuiltCoverage {
  /** Reads what is shown of a rebuilt day. */
  learn(key: RebuiltKey): Promise<void>;
  forget(symbol: string, date: string): void;
  /** Says of each job how much of its session was rebuilt afterwards. */
  mark(coverage: readonly JobCoverage[]): JobCoverage[];
}

export function createRebuiltCoverage({
  db,
  clock,
  settings,
  hours,
}: Pick<RebuildContext, 'clock' | 'hours'> & {
  db: RecordedAndRebuilt;
  settings: Pick<Settings, 'symbol'>;
}): RebuiltCoverage {
  const shown = createShownMinutes(db);
  /** Ends of shown minutes, by chain and day: coverage is asked for in turns that await nothing. */
  const minutes = new Map<string, readonly number[]>();
  const learn = async ({ underlying, date, expiration }: RebuiltKey) => {
    const session = hours.calendar.sessionOn(date);
    if (!session) return;
    const of = await shown.of(underlying, expiration, session.open, session.postClose);
    minutes.set(`${underlying} ${expiration} ${date}`, of);
  };
  const shareOf = ({ job, symbol = settings.symbol, date, from, until }: JobCoverage) => {
    const [kind, ...rest] = job.split(' ');
    if (kind !== 'chain') return 0;
    const expiration =
      rest.find((word) => /^\d/.test(word)) ?? nearestExpiration(symbol, hours.calendar, from);
    const of = minutes.get(`${symbol} ${expiration} ${date}`) ?? [];
    return rebuiltShare(of, from, Math.min(until, clock.now()));
  };
  return {
    learn,
    forget(symbol, date) {
      for (const known of minutes.keys()) {
        if (known.startsWith(`${symbol} `) && known.endsWith(` ${date}`)) minutes.delete(known);
      }
    },
    mark: (coverage) => coverage.map((each) => ({ ...each, ...rebuiltField(shareOf(each)) })),
  };
}
