import { SpyglassError } from '../../base/errors.ts';
import type { StrikeBand } from '../../export/export-request.ts';
import { readOffset } from '../../market/calendar/typed-time/offset.ts';

const longestStepMs = 24 * 3_600_000;

/** The step of a grid: `1m`, `30s`, `1h30m`. Throws `SpyglassError` (`usage`). */
export function sampleStep(text: string): number {
  const step = readOffset(`+${text}`);
  if ('offsetMs' in step && step.offsetMs > 0 && step.offsetMs <= longestStepMs) return step.offsetMs;
  throw new SpyglassError(
    'usage',
    `--sample ${text}: expected a step of up to a day, such as 30s, 1m or 5m.`,
  );
}

/** Strikes in dollars, `680-700` or `690`, or around the underlying's price, `±3%`. Throws `SpyglassError` (`usage`). */
export function strikeBand(text: string): StrikeBand {
  const percent = /^(?:±|\+-|\+\/-)?(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (percent !== undefined) return { kind: 'around', percent: Number(percent) };
  const [, low, high] = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  if (low === undefined) throw wrongStrikes(text, 'expected strikes such as 680-700, or ±3%');
  const band = { kind: 'strikes', low: Number(low), high: Number(high ?? low) } as const;
  if (band.low > band.high) throw wrongStrikes(text, `expected the lower one first: ${high}-${low}`);
  return band;
}

function wrongStrikes(text: string, why: string): SpyglassError {
  return new SpyglassError('usage', `--strikes ${text}: ${why}.`);
}
