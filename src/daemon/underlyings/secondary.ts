import type { Settings } from '../../config/settings/settings-table.ts';
import type { JobContext } from '../jobs/job-context.ts';
import { retried } from '../schedule/retried.ts';
import { createWatchJob } from '../watch-list/watch-job.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import { openView, type PolledView } from './open-underlying.ts';
import { createViews, type OpenView, type Views } from './subscriptions.ts';

/** All that is polled besides what is always recorded: the watch list, and what clients look at. */
export interface SecondaryPolling {
  readonly subscriptions: Views;
  /** Symbols whose quotes are polled: the main one, the settings' watch list, then what else is looked at. */
  watched(): string[];
  /** Requests that one poll of all of a kind takes. */
  readonly calls: { quote(): number; chain(): number };
  /** Begins or ends to poll the watch list, as the settings are now. */
  configure(): void;
  close(): void;
}

export interface SecondaryPollingDeps {
  /** Of the main symbol. */
  context: () => JobContext;
  /** Read anew each time: it may change meanwhile. */
  settings: Pick<Settings, 'symbols'>;
  main: OpenView;
  scheduler: () => Scheduler;
  /** Told when the watch list is not polled any more. */
  onUnwatched: () => void;
  onStoreError: (error: unknown) => void;
}

export function createSecondaryPolling(deps: SecondaryPollingDeps): SecondaryPolling {
  const { context, settings, main, scheduler, onUnwatched, onStoreError } = deps;
  const own = main.subscription.symbol;
  const opened = new Set<PolledView>();
  let endWatch: (() => void) | null = null;

  const listed = () => settings.symbols.filter((symbol) => symbol !== own);
  const lookedAt = () => [
    ...new Set([...opened].map(({ subscription }) => subscription.symbol).filter((symbol) => symbol !== own)),
  ];
  const watch = createWatchJob(context, { listed, lookedAt });

  const configure = () => {
    watch.configure();
    if (watch.isNeeded()) {
      endWatch ??= scheduler().add(retried(watch, context().clock));
    } else if (endWatch) {
      endWatch();
      endWatch = null;
      onUnwatched();
    }
  };
  const isListed = (symbol: string) => symbol === own || listed().includes(symbol);

  const subscriptions = createViews({
    main,
    nearest: (symbol) => context().expirations.nearest(symbol),
    open(subscription) {
      const isNew = !isListed(subscription.symbol) && !lookedAt().includes(subscription.symbol);
      const polled = openView(subscription, { context: context(), scheduler, onStoreError });
      opened.add(polled);
      configure();
      // A symbol of the watch list has a price already.
      if (isNew) void scheduler().runNow('watch', { priority: 'user', isForced: false });
      const close = () => {
        opened.delete(polled);
        polled.close();
      };
      return { ...polled, close };
    },
    onChange: configure,
  });

  return {
    subscriptions,
    watched: () => [...new Set([own, ...listed(), ...lookedAt()])],
    calls: {
      quote: watch.calls,
      chain: () => [...opened].reduce((sum, { chainCalls }) => sum + chainCalls(), 0),
    },
    configure,
    close: subscriptions.close,
  };
}
