import type { Gap, GapStore, NoticedGap } from '../../../recordings/gaps.ts';
import type { ArchivedDates } from '../archived-dates.ts';
import type { SessionParts } from '../parts/session-parts.ts';

type ArchivedGaps = Pick<GapStore, 'last' | 'ofSession' | 'known' | 'noticed'>;

/** The gaps of an archive. Those of a day of which nothing else was recorded are not in it. */
export function createArchivedGaps({
  parts,
  dates,
}: {
  parts: Pick<SessionParts, 'gaps'>;
  dates: ArchivedDates;
}): ArchivedGaps {
  const gapsOf = async (underlying: string, date: string): Promise<readonly NoticedGap[]> => {
    const isThere = (await dates.of(underlying)).includes(date);
    return isThere ? await parts.gaps({ underlying, date }) : [];
  };
  const noticed: ArchivedGaps['noticed'] = async (underlying, sessionDate, asOf) =>
    (await gapsOf(underlying, sessionDate))
      .filter(({ noticedAt }) => noticedAt <= asOf)
      .map((gap) => {
        const isOver = gap.endNoticedAt !== null && gap.endNoticedAt <= asOf;
        return isOver ? gap : { ...gap, endedAt: null, endNoticedAt: null };
      });
  return {
    noticed,
    known: async (...of) => (await noticed(...of)).map(withoutNotice),
    async ofSession(underlying, sessionDate, asOf, job) {
      const gaps = await gapsOf(underlying, sessionDate);
      return gaps
        .filter((gap) => gap.startedAt <= asOf && (job === undefined || gap.job === job))
        .map((gap) => asOfItsTimes(gap, asOf));
    },
    async last({ underlying, job }, asOf) {
      for (const date of (await dates.of(underlying)).toReversed()) {
        const gaps = await gapsOf(underlying, date);
        const last = gaps.findLast((gap) => gap.job === job && gap.startedAt <= asOf);
        if (last) return asOfItsTimes(last, asOf);
      }
      return null;
    },
  };
}

function withoutNotice({ noticedAt: _, endNoticedAt: __, ...gap }: NoticedGap): Gap {
  return gap;
}

/** A gap by its own times: one that ended later lasts. */
function asOfItsTimes(noticed: NoticedGap, asOf: number): Gap {
  const gap = withoutNotice(noticed);
  return gap.endedAt !== null && gap.endedAt <= asOf ? gap : { ...gap, endedAt: null };
}
