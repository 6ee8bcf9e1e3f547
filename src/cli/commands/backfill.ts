import { once } from 'node:events';
import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { closest } from '../../config/closest-word.ts';
import type { Timeframe } from '../../market/quotes/bar.ts';
import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { BackfillStep } from '../../protocol/state.ts';
import { type BackfillProgress, createProgress } from '../output/backfill-progress.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { watchInterruption } from '../invocation/interruption.ts';
import { ownClientOptions } from '../invocation/own-client.ts';
import { patiently } from '../invocation/patiently.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { dateArgument } from '../invocation/time-argument.ts';
import { findDaemon } from '../daemon/find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';

interface BackfillFlags extends GlobalFlags {
  timeframe?: string;
  from?: string;
  to?: string;
  json?: boolean;
}

interface Range {
  symbol: string;
  timeframe: Timeframe;
  from: string;
  to: string;
}

type Step = (range: Range) => Promise<BackfillStep>;

/** What is kept of earlier days; minutes are kept of the session at hand only. */
const timeframes = ['daily', '1hour', '15min'] as const satisfies Timeframe[];

/** As far back as the smallest plan reaches, but for a day. */
const defaultDays = 2 * 365 - 1;

/**
 * Fetches bars of earlier days, stretch by stretch, through the daemon when one runs, else as the database's owner. Ended
 * by Ctrl-C it goes on where it was when it is run again, since what is stored is not asked for.
 */
export async function backfill(
  invocation: Invocation,
  flags: BackfillFlags,
  args: string[],
): Promise<number> {
  const { environment, loaded } = invocation;
  const clock = systemClock();
  const symbol = symbolGiven(flags, args[0]) ?? loaded.settings.symbol;
  const range = readRange(symbol, flags, newYorkDate(clock.now()));
  const interruption = watchInterruption();
  const { signal } = interruption;
  const interrupted = once(signal, 'abort').then(() => null);
  const progress = createProgress(environment.stderr, clock);
  const notes: string[] = [];
  let stored = 0;
  let wanted: number | null = null;
  let from: string | null = range.from;
  try {
    await withSteps(invocation, async (step) => {
      progress.show({ share: 0, bars: 0, callsLeft: null });
      while (from !== null && !signal.aborted) {
        const asked: Promise<BackfillStep> = patiently(() => step({ ...range, from: from! }), clock, signal);
        const done: BackfillStep | null = await Promise.race([asked, interrupted]);
        if (done === null) break;
        wanted ??= done.sessions;
        stored += done.stored;
        if (done.note) notes.push(done.note);
        progress.show(state(done, wanted, stored));
        from = done.nextFrom;
      }
    });
  } finally {
    progress.end();
    interruption.stop();
  }
  if (flags.json) printJson(environment, { ...range, bars: stored, nextFrom: from, notes });
  else if (from === null)
    printLine(environment, [`${stored} bars of ${symbol} stored.`, ...notes].join('\n'));
  if (from !== null) {
    note(environment, `Stopped after ${stored} bars of ${symbol}. Run the same command again to go on.`);
  }
  return interruption.exitCode();
}

function state(done: BackfillStep, sessions: number, bars: number): BackfillProgress {
  const { sessionsLeft, callsLeft } = done;
  const share = sessions === 0 ? 1 : (sessions - sessionsLeft) / sessions;
  return { share: done.nextFrom === null ? 1 : share, bars, callsLeft };
}

/** @throws SpyglassError `usage` */
function readRange(symbol: string, flags: BackfillFlags, today: string): Range {
  const timeframe = flags.timeframe ?? 'daily';
  const known = timeframes.find((candidate) => candidate === timeframe);
  if (!known) {
    const close = closest(timeframe, timeframes);
    const hint = close ? ` Did you mean ${close}?` : '';
    throw new SpyglassError(
      'usage',
      `--timeframe ${timeframe}: expected one of ${timeframes.join(', ')}.${hint}`,
    );
  }
  const { from = addDays(today, -defaultDays), to = today } = flags;
  for (const [flag, date] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    dateArgument(date, flag);
  }
  if (from > to) throw new SpyglassError('usage', `--from ${from} is after --to ${to}.`);
  return { symbol, timeframe: known, from, to };
}

async function withSteps(invocation: Invocation, use: (step: Step) => Promise<void>): Promise<void> {
  const found = await findDaemon(invocation, 'backfill');
  if (found) {
    try {
      return await use((range) => found.link.request('backfill', range));
    } finally {
      found.link.close();
    }
  }
  await withOwnClient(invocation, use);
}

/** Without a daemon: the database and a client of the API for as long as this takes. */
async function withOwnClient(invocation: Invocation, use: (step: Step) => Promise<void>): Promise<void> {
  const options = await ownClientOptions(invocation);
  const { openBackfill } = await import('../../daemon/history/open-backfill.ts');
  const opened = await openBackfill(options);
  try {
    await use(opened.step);
  } finally {
    await opened.close();
  }
}
