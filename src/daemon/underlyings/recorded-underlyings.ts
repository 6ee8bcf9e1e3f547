import { recordedSymbolsOf } from '../../config/settings/recorded-symbols.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import type { RecordedUnderlying } from '../../protocol/recorded.ts';
import { createGapLedger, type GapLedger } from '../recording/gaps/gap-ledger.ts';
import { optionsEndOf } from '../market-days/option-hours.ts';
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
  /** As clients are shown them, whatever they look at; `null` where one expiration of one symbol is recorded. */
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
  const isShown = () => !isOne || expirationsOf(all[0]!, deps).length > 1;
  showLevelsOf(all, isShown, deps);
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
    shown: () => (isShown() ? all.map((underlying) => shownOf(underlying, deps)) : null),
  };
}

type ShownDeps = Pick<UnderlyingDeps, 'core' | 'expirations'>;

function expirationsOf({ symbol }: Underlying, { core, expirations }: ShownDeps): string[] {
  const { settings, clock } = core;
  return recordedExpirations(settings.recordExpirations, expirations.of(symbol), newYorkDate(clock.now()));
}

function shownOf(
  underlying: Underlying,
  deps: ShownDeps & Pick<UnderlyingDeps, 'quotes' | 'hours'>,
): RecordedUnderlying {
  const { symbol, chain } = underlying;
  const levels = chain.levels.current();
  return {
    symbol,
    quote: deps.quotes.of(symbol),
    levels: levels && withoutBars(levels),
    expirations: expirationsOf(underlying, deps),
    ...optionsEndOf(symbol, newYorkDate(deps.core.clock.now()), deps.hours.calendar),
  };
}

/** Sends the levels of each recorded underlying to every client that is shown it. */
function showLevelsOf(all: readonly Underlying[], isShown: () => boolean, deps: ShownDeps): void {
  const { bus } = deps.core;
  bus.on('levels', (levels, subscription) => {
    const own = all.find(({ chain }) => chain.subscription === subscription);
    if (!own || !isShown()) return;
    const expirations = expirationsOf(own, deps);
    bus.emit('recorded-levels', { symbol: own.symbol, levels: withoutBars(levels), expirations });
  });
}

/** The bars by strike are most of it, and only whoever looks at the chain draws them. */
export function withoutBars<L extends RecordedLevels>({
  ...levels
}: L & { profile?: unknown }): RecordedLevels {
  const { profile: _, ...rest } = levels;
  return rest;
}
