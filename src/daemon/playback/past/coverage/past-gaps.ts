import type { Gap } from '../../../../recordings/gaps.ts';
import type { PastRecording } from '../past-recording.ts';

/** A gap as it came to be, with the instants (epoch ms) from which on it and its end were known. */
export interface NoticedGap extends Gap {
  noticedAt: number;
  /** `null` while it lasts. */
  endNoticedAt: number | null;
}

/** All gaps of a session that begin up to an instant, oldest first. */
export async function gapsOfSession(
  { gaps }: Pick<PastRecording, 'gaps'>,
  symbol: string,
  date: string,
  asOf: number,
): Promise<NoticedGap[]> {
  const found = await gaps.ofSession(symbol, date, asOf);
  return found.map((gap) => ({ ...gap, noticedAt: gap.startedAt, endNoticedAt: gap.endedAt }));
}

/** The gaps that were known at an instant, as they were known. @param optionClose when what lasts ends with the session */
export function gapsKnownAt(gaps: readonly NoticedGap[], at: number, optionClose: number): Gap[] {
  return gaps
    .filter(({ noticedAt }) => noticedAt <= at)
    .map(({ noticedAt: _, endNoticedAt, ...gap }) => {
      if (endNoticedAt !== null && endNoticedAt <= at) return gap;
      return { ...gap, endedAt: at >= optionClose ? optionClose : null };
    });
}
