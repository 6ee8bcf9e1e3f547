import type { RebuildStep } from '../../protocol/rebuild.ts';
import { type ProgressLine, type ProgressStream, progressLine, shareText } from '../output/progress-line.ts';

/** The larger part of the time goes into asking. */
const askingShare = 0.9;

/** From 0 to 1. */
export function shareOf({ stage, day, computed }: RebuildStep): number {
  if (stage === 'done') return 1;
  if (day.listedAt === null) return 0;
  const asked = day.contracts === 0 ? 1 : day.asked / day.contracts;
  return asked * askingShare + computed * (1 - askingShare);
}

/** `141 of 384 contracts asked, about 62 min left`; `computing 12 %`; `waiting for a call`. */
export function progressText(step: RebuildStep): string {
  const { stage, day, computed } = step;
  if (stage === 'done') return 'done';
  if (day.listedAt === null)
    return `asking which contracts were listed${step.isWaiting ? ': waiting for a call' : ''}`;
  if (stage === 'computing') return `computing volatilities and levels ${Math.floor(computed * 100)} %`;
  const left = step.isWaiting
    ? 'waiting for a call'
    : `${durationText(step.expectedMs ?? 0)} left if nothing else asks`;
  return `${day.asked} of ${day.contracts} contracts asked, ${left}`;
}

/** What it takes, said before it is done; `null` while the contracts are not known. */
export function estimateText({ day, callsLeft, expectedMs }: RebuildStep): string | null {
  if (callsLeft === null || callsLeft === 0) return null;
  const time = durationText(expectedMs ?? 0);
  const what = `${day.underlying} ${day.expiration} as listed on ${day.date}: ${day.contracts} contracts`;
  const band = day.strikesPercent === null ? ' (fewer with --strikes ±3%)' : '';
  return `${what}${band}. ${callsLeft} calls, ${time} where nothing else asks, which goes first. Ctrl-C stops; the same command goes on.`;
}

function durationText(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One line that is drawn over itself on a terminal; elsewhere a line for each tenth. */
export function createRebuildProgress(stream: ProgressStream): ProgressLine<RebuildStep> {
  let tenths = -1;
  return progressLine(stream, (step) => {
    const share = shareOf(step);
    const before = tenths;
    tenths = Math.floor(share * 10);
    if (!stream.isTTY && tenths === before) return null;
    return `${shareText(share, stream.isTTY === true)}  ${progressText(step)}`;
  });
}
