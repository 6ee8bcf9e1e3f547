import type { ChannelState } from '../../protocol/alerts.ts';
import type { Line } from '../render/line.ts';
import { alignLeft, textWidth, wrapText } from '../render/width.ts';
import { formatMoment } from './time.ts';
import { upstreamText } from './upstream-text.ts';

const gap = '  ';

/** How each channel stands on which alerts are delivered; nothing where none is set. @param now epoch ms */
export function channelLines(
  channels: readonly ChannelState[] | undefined,
  now: number,
  width: number,
): Line[] {
  if (!channels || channels.length === 0) return [];
  const nameCells = Math.max(...channels.map(({ channel }) => textWidth(channel)));
  const indent = nameCells + gap.length;
  return [
    [],
    [['delivered by', 'faint']],
    ...channels.flatMap((state): Line[] => {
      const token = state.problem !== null || state.givenUp > 0 ? 'warning' : 'text';
      return wrapText(standing(state, now), width - indent).map((text, index) => [
        [alignLeft(index === 0 ? state.channel : '', nameCells) + gap, 'dim'],
        [text, token],
      ]);
    }),
  ];
}

/** What is wrong comes first. */
function standing(
  { waiting, nextAttemptAt, problem, deliveredAt, givenUp }: ChannelState,
  now: number,
): string {
  const moment = (at: number) => formatMoment(at, now);
  return [
    ...(problem === null ? [] : [upstreamText(problem, 200)]),
    ...(waiting === 0 ? [] : [`${waiting} waiting`]),
    ...(nextAttemptAt === null ? [] : [`next attempt ${moment(nextAttemptAt)}`]),
    ...(givenUp === 0 ? [] : [`${givenUp} given up`]),
    deliveredAt === null ? 'nothing delivered yet' : `delivered last ${moment(deliveredAt)}`,
  ].join('; ');
}
