import type { Alert } from '../../../market/alerts/alert.ts';
import type { Session } from '../../../market/calendar/session.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';
import type { PlaybackMarker } from '../../../protocol/playback.ts';

/** A flip that has moved by less of the spot since it was marked last is the same to the eye: 70 cents of SPY at 700. */
const flipMoves = 0.001;

/** What of a session is marked: its levels oldest first, its alerts in any order. */
export interface MarkerInput {
  session: Pick<Session, 'close' | 'isEarlyClose'>;
  levels: readonly RecordedLevels[];
  alerts: readonly Alert[];
}

/** The markers of a session, oldest first: alerts, levels that moved, the expected move used up, an early close. */
export function markersOf({ session, levels, alerts }: MarkerInput): PlaybackMarker[] {
  const ofAlerts = alerts.map(({ at, kind }): PlaybackMarker => ({ at, kind: 'alert', alert: kind }));
  const earlyClose: PlaybackMarker[] = session.isEarlyClose
    ? [{ at: session.close, kind: 'early-close' }]
    : [];
  return [
    ...ofAlerts,
    ...wallsMoved(levels),
    ...flipMoved(levels),
    ...moveReached(levels),
    ...earlyClose,
  ].sort((one, other) => one.at - other.at);
}

/** Pairs of polls one after the other whose levels compare. */
function pairsOf(levels: readonly RecordedLevels[]): [RecordedLevels, RecordedLevels][] {
  return levels.slice(1).flatMap((after, index): [RecordedLevels, RecordedLevels][] => {
    const before = levels[index]!;
    const isSameKind = before.expiration === after.expiration && before.modelVersion === after.modelVersion;
    return isSameKind ? [[before, after]] : [];
  });
}

function wallsMoved(levels: readonly RecordedLevels[]): PlaybackMarker[] {
  const moved = (before: number | null | undefined, after: number | null | undefined) =>
    before != null && after != null && before !== after;
  return pairsOf(levels)
    .filter(
      ([{ byOpenInterest: before }, { byOpenInterest: after }]) =>
        moved(before?.callWall, after?.callWall) || moved(before?.putWall, after?.putWall),
    )
    .map(([, { timestamp: at }]) => ({ at, kind: 'wall-moved' }));
}

function flipMoved(levels: readonly RecordedLevels[]): PlaybackMarker[] {
  const markers: PlaybackMarker[] = [];
  let marked: RecordedLevels | null = null;
  for (const next of levels) {
    const flip = next.byOpenInterest?.gammaFlip ?? null;
    if (flip === null || next.spot === null) continue;
    const before = marked?.byOpenInterest?.gammaFlip ?? null;
    const isSameKind = marked?.expiration === next.expiration && marked.modelVersion === next.modelVersion;
    if (isSameKind && before !== null) {
      if (Math.abs(flip - before) < flipMoves * next.spot) continue;
      markers.push({ at: next.timestamp, kind: 'flip-moved' });
    }
    marked = next;
  }
  return markers;
}

/** Each time that the whole expected move has been used which had not been before. */
function moveReached(levels: readonly RecordedLevels[]): PlaybackMarker[] {
  const isReached = ({ expectedMove: { used } }: RecordedLevels) => used !== null && used >= 1;
  return pairsOf(levels)
    .filter(([before, after]) => !isReached(before) && isReached(after))
    .map(([, { timestamp: at }]) => ({ at, kind: 'move-reached' }));
}
