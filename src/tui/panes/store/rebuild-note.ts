import type { RebuildState } from '../../../protocol/rebuild.ts';
import { formatDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { Span } from '../../render/line.ts';

/** `rebuilding SPY of 25 Nov: 141 of 384 contracts asked`; `null` where nothing has been rebuilt since the daemon started. */
export function rebuildNote(rebuild: RebuildState | null): Span | null {
  if (!rebuild) return null;
  const { step, problem } = rebuild;
  if (problem !== null) return [`rebuild: ${upstreamText(problem, 200)}`, 'warning'];
  if (!step) return null;
  const { day, stage, computed, isWaiting } = step;
  const what = `${upstreamText(day.underlying, 12)} of ${formatDate(upstreamText(day.date, 10))}`;
  if (stage === 'done') return [`rebuilt ${what}: ${day.contracts} contracts`, 'dim'];
  if (step.isStuck)
    return [`rebuilding ${what} is stuck: ${upstreamText(day.notes.at(-1) ?? '', 160)}`, 'warning'];
  const waits = isWaiting ? ', waits for a call' : '';
  if (stage === 'computing') return [`rebuilding ${what}: levels ${Math.floor(computed * 100)}%`, 'text'];
  const part = day.listedAt === null ? 'its contracts' : `${day.asked} of ${day.contracts} contracts asked`;
  return [`rebuilding ${what}: ${part}${waits}`, 'text'];
}
