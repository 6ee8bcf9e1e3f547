import type { Settings } from '../../config/settings/settings-table.ts';
import { nearestExpiration } from '../../market/products/expirations.ts';
import type { JobCoverage } from '../../protocol/state.ts';
import type { RebuiltKey } from '../../recordings/rebuilt.ts';
import type { RebuildContext } from './rebuild-context.ts';
import { rebuiltField, rebuiltShare } from './shown/rebuilt-share.ts';
import { createShownMinutes, type RecordedAndRebuilt } from './shown/shown-minutes.ts';

/** How much of sessions was rebuilt, for coverage that is asked for in turns that await nothing. */
export interface RebuiltCoverage {
  /** Reads what is shown of a rebuilt day, and says whether that is new. */
  learn(key: RebuiltKey): Promise<boolean>;
  /** Of one expiration or of all. Says whether something was known. */
  forget(symbol: string, date: string, expiration?: string): boolean;
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
  const nameOf = (...parts: [underlying: string, expiration: string, date: string]) => parts.join(' ');
  const learn = async ({ underlying, date, expiration }: RebuiltKey) => {
    const session = hours.calendar.sessionOn(date);
    if (!session) return false;
    const of = await shown.of(underlying, expiration, session.open, session.postClose);
    const name = nameOf(underlying, expiration, date);
    const known = minutes.get(name) ?? [];
    minutes.set(name, of);
    return known.length !== of.length;
  };
  const shareOf = ({ job, symbol = settings.symbol, date, from, until }: JobCoverage) => {
    const [kind, ...rest] = job.split(' ');
    if (kind !== 'chain') return 0;
    const expiration =
      rest.find((word) => /^\d/.test(word)) ?? nearestExpiration(symbol, hours.calendar, from);
    const of = minutes.get(nameOf(symbol, expiration, date)) ?? [];
    return rebuiltShare(of, from, Math.min(until, clock.now()));
  };
  return {
    learn,
    forget(symbol, date, expiration) {
      const own = [...minutes.keys()].filter((name) =>
        expiration === undefined
          ? name.startsWith(`${symbol} `) && name.endsWith(` ${date}`)
          : name === nameOf(symbol, expiration, date),
      );
      for (const name of own) minutes.delete(name);
      return own.length > 0;
    },
    mark: (coverage) => coverage.map((each) => ({ ...each, ...rebuiltField(shareOf(each)) })),
  };
}
