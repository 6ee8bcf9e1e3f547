import { SpyglassError } from '../../base/errors.ts';
import { readZonedInstant } from '../../market/calendar/typed-time/zoned-instant.ts';

/** Flags that every command takes. */
export interface GlobalFlags {
  demo?: boolean;
  dataDir?: string;
  socket?: string;
  /** A daemon on another machine. */
  host?: string;
  config?: string;
  clock?: string;
  fault?: string;
  /** With `--demo`: the plan of the simulated key. */
  plan?: string;
  /** Of the dashboard alone: one picture, then the end. */
  once?: boolean;
  /** An instant of the past, of the dashboard’s one picture and of commands that print one. */
  at?: string;
  screenReader?: boolean;
  /** Of commands that read the past: an archive’s directory, which is read in place of all else. */
  archive?: string;
  /** Of the dashboard and of commands about a symbol. */
  symbol?: string;
  /** Commander turns `--no-color` into `color: false`. */
  color?: boolean;
}

/** `--clock`, read: epoch ms to start at, and virtual ms for each real one. */
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
  const typed = readZonedInstant(instant);
  const speed = /^\d+(\.\d+)?$/.test(speedText) ? Number(speedText) : Number.NaN;
  if (!typed.isValid || rest.length > 0) {
    const reason = typed.isValid ? 'expected one @' : typed.reason;
    throw new SpyglassError('usage', `--clock ${text}: ${reason}.`, {
      hint: 'For example --clock 2026-11-27T10:30:00-05:00, or --clock 2026-11-27T15:30:00Z@60 for a minute a second.',
    });
  }
  if (!(speed > 0 && speed <= fastest)) {
    throw new SpyglassError(
      'usage',
      `--clock ${text}: expected a speed above 0 and up to ${fastest} after the @.`,
    );
  }
  return { startAt: typed.at, speed };
}
