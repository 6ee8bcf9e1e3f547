import { SpyglassError } from '../base/errors.ts';

/** Flags that every command takes. */
export interface GlobalFlags {
  demo?: boolean;
  dataDir?: string;
  socket?: string;
  config?: string;
  clock?: string;
  fault?: string;
  /** Of the dashboard alone: one picture, then the end. */
  once?: boolean;
  screenReader?: boolean;
  /** Commander turns `--no-color` into `color: false`. */
  color?: boolean;
}

export interface ClockFlag {
  startAt: number;
  speed: number;
}

const fastest = 10_000;

/**
 * Reads `--clock INSTANT[@SPEED]`: an ISO instant with its zone, and how fast time runs from there.
 * @throws SpyglassError `usage`
 */
export function parseClockFlag(text: string): ClockFlag {
  const [instant = '', speedText = '1', ...rest] = text.split('@');
  const hasZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(instant);
  const startAt = hasZone ? Date.parse(instant) : Number.NaN;
  const speed = /^\d+(\.\d+)?$/.test(speedText) ? Number(speedText) : Number.NaN;
  if (!Number.isFinite(startAt) || rest.length > 0) {
    throw new SpyglassError('usage', `--clock ${text}: expected an instant with its zone.`, {
      hint: 'For example --clock 2026-11-27T10:30:00-05:00, or --clock 2026-11-27T15:30:00Z@60 for a minute a second.',
    });
  }
  if (!(speed > 0 && speed <= fastest)) {
    throw new SpyglassError(
      'usage',
      `--clock ${text}: expected a speed above 0 and up to ${fastest} after the @.`,
    );
  }
  return { startAt, speed };
}
