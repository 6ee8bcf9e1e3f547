import type { Settings } from '../../../config/settings/settings-table.ts';
import { retried } from '../../schedule/retried.ts';
import type { PriceLines } from '../price-lines.ts';
import { createWatchJob } from '../../watch-list/watch-job.ts';
import type { Scheduler } from '../../schedule/job.ts';
import { openSecondaryChain, type SecondaryChain } from './secondary-chain.ts';
import type { Underlying } from '../underlying.ts';
import { createOpenChains, type OpenChain, type OpenChains } from '../chains/open-chains.ts';

/** What is polled beyond what is always recorded: the watch list, and the chains that clients subscribe to. */
export interface SecondaryPolling {
  readonly chains: OpenChains;
  /** Symbols whose quotes are polled: the recorded ones, the settings' watch list, then the other subscribed symbols. */
  watched(): string[];
  /** Requests that one poll of all of a kind takes. */
  readonly calls: { quote(): number; chain(): number };
  /** Begins or ends to poll the watch list, as the settings are now. */
  configure(): void;
  close(): void;
}

/** The parts of the daemon that secondary polling needs. */
export interface SecondaryPollingDeps {
  /** The recorded underlyings, the first one in front. */
  recorded: readonly Pick<Underlying, 'symbol' | 'context' | 'chain'>[];
  /** Chains of later expirations that are recorded as things stand. */
  later: () => readonly OpenChain[];
  /** Read anew each time: it may change meanwhile. */
  settings: Pick<Settings, 'symbols'>;
  scheduler: Scheduler;
  lines: PriceLines;
  /** Called when the watch list is not polled any more. */
  onUnwatched: () => void;
  onStoreError: (error: unknown) => void;
}

/** Polls nothing until `configure` is called or a client subscribes. */
export function createSecondaryPolling(deps: SecondaryPollingDeps): SecondaryPolling {
  const { recorded, later, settings, scheduler, lines, onUnwatched, onStoreError } = deps;
  const { context } = recorded[0]!;
  const own = recorded.map(({ symbol }) => symbol);
  const opened = new Set<SecondaryChain>();
  let endWatch: (() => void) | null = null;

  const listed = () => settings.symbols.filter((symbol) => !own.includes(symbol));
  const subscribed = () => [
    ...new Set(
      [...opened].map(({ subscription }) => subscription.symbol).filter((symbol) => !own.includes(symbol)),
    ),
  ];
  const watch = createWatchJob(() => context, { listed, subscribed });

  const configure = () => {
    watch.configure();
    void context.quotes.load(listed()).catch(onStoreError);
    if (watch.isNeeded()) {
      endWatch ??= scheduler.add(retried(watch, context.clock));
    } else if (endWatch) {
      endWatch();
      endWatch = null;
      onUnwatched();
    }
  };
  const isListed = (symbol: string) => own.includes(symbol) || listed().includes(symbol);

  const chains = createOpenChains({
    ...{ later, recorded: recorded.map(({ chain }) => chain) },
    nearest: (symbol) => context.expirations.nearest(symbol),
    open(subscription) {
      const isNew = !isListed(subscription.symbol) && !subscribed().includes(subscription.symbol);
      const of = recorded.find(({ symbol }) => symbol === subscription.symbol)?.context ?? context;
      const polled = openSecondaryChain(subscription, { context: of, scheduler, lines, onStoreError });
      opened.add(polled);
      configure();
      // A symbol of the watch list has a price already.
      if (isNew) void scheduler.runNow('watch', { priority: 'user', isForced: false });
      const close = () => {
        opened.delete(polled);
        polled.close();
      };
      return { ...polled, close };
    },
    onChange: configure,
  });

  return {
    chains,
    watched: () => [...new Set([...own, ...listed(), ...subscribed()])],
    calls: {
      quote: watch.calls,
      chain: () => [...opened].reduce((sum, { chainCalls }) => sum + chainCalls(), 0),
    },
    configure,
    close: chains.close,
  };
}
