import type { AlertKind } from '../../../../market/alerts/alert.ts';
import type { PlaybackMarker } from '../../../../protocol/playback.ts';
import { formatClockMinute } from '../../../present/time.ts';

/** How a kind of marker is drawn, and what it is called. */
interface MarkerLook {
  glyph: string;
  word: string;
}

/** Most important first: of several in one column, the first one is drawn. */
export const markerLooks: Record<PlaybackMarker['kind'], MarkerLook> = {
  alert: { glyph: '▲', word: 'alert' },
  'move-reached': { glyph: 'E', word: 'expected move reached' },
  'flip-moved': { glyph: 'F', word: 'flip moved' },
  'wall-moved': { glyph: 'W', word: 'wall moved' },
  'early-close': { glyph: 'C', word: 'early close' },
  unknown: { glyph: '?', word: 'marker' },
};

/** A marker that lies ahead: it says only that something is there. */
export const aheadGlyph = '◇';
export const markGlyph = 'M';
/** Minutes that were not recorded and are rebuilt. */
export const rebuiltGlyph = '▒';

const order = Object.keys(markerLooks) as PlaybackMarker['kind'][];

/** What has happened by an instant; of the calendar alone it is known before that a day ends early. */
export function isKnown({ at, kind }: PlaybackMarker, now: number): boolean {
  return at <= now || kind === 'early-close';
}

/** What is drawn of some markers in one column. */
export function glyphOf(markers: readonly PlaybackMarker[], now: number): string {
  const known = markers.filter((marker) => isKnown(marker, now)).map(({ kind }) => kind);
  const first = order.find((kind) => known.includes(kind));
  return first ? markerLooks[first].glyph : aheadGlyph;
}

const alertWords: Record<AlertKind | 'unknown', string> = {
  'gamma-flip': 'alert about the flip',
  'call-wall': 'alert about the call wall',
  'put-wall': 'alert about the put wall',
  'expected-move': 'alert about the expected move',
  volatility: 'alert about volatility',
  skew: 'alert about the skew',
  rule: 'alert by a rule',
  unknown: 'alert',
};

/** `wall moved 10:14`. */
export function markerText({ at, kind, alert }: PlaybackMarker): string {
  const word = kind === 'alert' && alert ? alertWords[alert] : markerLooks[kind].word;
  return `${word} ${formatClockMinute(at)}`;
}

/** What the glyphs of the scrub bar stand for: `▲ alert, E expected move reached, …`. */
export const markersLegend: string = order
  .filter((kind) => kind !== 'unknown')
  .map((kind) => `${markerLooks[kind].glyph} ${markerLooks[kind].word}`)
  .join(', ');
