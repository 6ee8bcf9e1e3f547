import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { ChannelState } from '../../protocol/alerts.ts';

/** A line for each channel on which alerts are delivered. @param now epoch ms */
export function channelLines(channels: readonly ChannelState[], now: number): string[] {
  const timeText = (at: number) =>
    newYorkDate(at) === newYorkDate(now)
      ? formatNewYorkTime(at, true)
      : `${newYorkDate(at)} ${formatNewYorkTime(at, true)}`;
  return channels.map(({ channel, waiting, nextAttemptAt, problem, deliveredAt, givenUp }) => {
    const parts = [
      deliveredAt === null ? 'nothing delivered yet' : `delivered last ${timeText(deliveredAt)}`,
      ...(waiting === 0 ? [] : [`${waiting} waiting`]),
      ...(nextAttemptAt === null ? [] : [`next attempt ${timeText(nextAttemptAt)}`]),
      ...(givenUp === 0 ? [] : [`${givenUp} given up`]),
      ...(problem === null ? [] : [problem]),
    ];
    return `${channel}: ${parts.join('; ')}`;
  });
}
