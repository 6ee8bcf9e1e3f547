import { recordedSymbolsOf } from '../../config/settings/recorded-symbols.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import type { RecordedUnderlying } from '../../protocol/recorded.ts';
import { createGapLedger, type GapLedger } from '../recording/gaps/gap-ledger.ts';
import type { Job } from '../schedule/job.ts';
import { recordedExpirations } from './expirations/recorded-expirations.ts';
import { openUnderlying, type Underlying, type UnderlyingDeps } from './underlying.ts';

/** The underlyings that are recorded whether or not somebody looks. */
export interface RecordedUnderlyings {
  /** The one that is shown first. */
  readonly first: Underlying;
  /** All of them, the first one in front. */
  readonly all: readonly Underlying[];
  /** In the order in which they run first: the polls of all, then what can wait. */
  readonly jobs: readonly Job[];
  /** The gaps of all of them, and of their later expirations. */
  readonly ledger: GapLedger;
  /** Polls that wait to be stored. */
  waiting(): { quotes: number; chains: number };
  /** Resolves when no poll waits any more, or the database has not taken one. */
  settled(): Promise<void>;
  /** As clients are shown them, whatever they look at; `null` where one is recorded. */
  shown(): RecordedUnderlying[] | null;
}

/** Opens the underlyings of the settings as the run before left them. @throws SpyglassError `database_*` */
export async function openUnderlyings(
  deps: Omit<UnderlyingDeps, 'onCoverage'>,
): Promise<RecordedUnderlyings> {
  const { bus, settings } = deps.core;
  const all: Underlying[] = [];
  const symbols = recordedSymbolsOf(settings);
  const isOne = symbols.length === 1;
  const ledger = createGapLedger(isOne);
  for (const symbol of symbols) {
    const onCoverage = () => void bus.emit('gap', ledger.coverage());
    const underlying = await openUnderlying(symbol, all[0] ?? null, { ...deps, onCoverage });
    const { gaps, chain } = underlying;
    ledger.add({ symbol, gaps, jobs: { quote: chain.jobs.quote, chain: chain.jobs.chain } });
    all.push(underlying);
  }
  if (!isOne) showLevelsOf(all, deps);
  return {
    first: all[0]!,
    ...{ all, ledger },
    jobs: [...all.flatMap(({ polls }) => polls), ...all.map(({ bars }) => bars)],
    waiting() {
      const waiting = all.map(({ recorder }) => recorder.waiting());
      const sum = (kind: 'quotes' | 'chains') => waiting.reduce((total, of) => total + of[kind], 0);
      return { quotes: sum('quotes'), chains: sum('chains') };
    },
    async settled() {
      await Promise.all(all.map(({ recorder }) => recorder.settled()));
    },
    shown: () => (isOne ? null : all.map((underlying) => shownOf(underlying, deps))),
  };
}

function shownOf(
  { symbol, chain }: Underlying,
  { core, quotes, expirations }: Pick<UnderlyingDeps, 'core' | 'quotes' | 'expirations'>,
): RecordedUnderlying {
  const levels = chain.levels.current();
  return {
    symbol,
    quote: quotes.of(symbol),
    levels: levels && withoutBars(levels),
    expirations: recordedExpirations(
      core.settings.recordExpirations,
      expirations.of(symbol),
      newYorkDate(core.clock.now()),
    ),
  };
}

/** Sends the levels of each recorded underlying to every client. */
function showLevelsOf(all: readonly Underlying[], { core }: Pick<UnderlyingDeps, 'core'>): void {
  core.bus.on('levels', (levels, subscription) => {
    const own = all.find(({ chain }) => chain.subscription === subscription);
    if (own) core.bus.emit('recorded-levels', { symbol: own.symbol, levels: withoutBars(levels) });
  });
}

/** The bars by strike are most of it, and only whoever looks at the chain draws them. */
function withoutBars<L extends RecordedLevels>({ ...levels }: L & { profile?: unknown }): RecordedLevels {
  const { profile: _, ...rest } = levels;
  return rest;
}
