import { SpyglassError } from '../../base/errors.ts';
import type { ChainSubscription, ChainSubscriptionState } from '../../protocol/chain-subscription.ts';
import type { Latest } from './latest.ts';
import type { LevelsTracker } from './levels-tracker.ts';

/** A subscription that is kept up: polled, recorded, told to whoever looks at it. */
export interface OpenView {
  /** Events of the subscription carry this very object. */
  readonly subscription: ChainSubscription;
  readonly book: Latest;
  readonly levels: LevelsTracker;
  readonly jobs: ChainSubscriptionState['jobs'];
  /** Reads the session's line anew: bars have come, or another session has begun. */
  refreshLine(): Promise<void>;
  close(): void;
}

/** What clients look at. The main symbol's 0-DTE subscription is always open, any other one while somebody looks at it. */
export interface Views {
  readonly main: OpenView;
  /**
   * Looks at a subscription, the main one where nothing is asked for, until `release`.
   * @throws SpyglassError `usage` when too many are open
   */
  take(wanted: { symbol?: string | undefined; expiration?: string | undefined }): OpenView;
  release(subscription: OpenView): void;
  /** The main one first. */
  all(): readonly OpenView[];
  close(): void;
}

export interface ViewsOptions {
  main: OpenView;
  open: (subscription: ChainSubscription) => OpenView;
  /** A symbol's nearest expiration. */
  nearest: (symbol: string) => string;
  /** Told when a subscription was opened or closed. */
  onChange: () => void;
}

/** SecondaryPolling the main one. Each costs calls, and none is needed twice: far more than people have screens. */
export const maxSubscriptions = 8;

export function createViews({ main, open, nearest, onChange }: ViewsOptions): Views {
  const others = new Map<string, { opened: OpenView; lookers: number }>();

  /** Who names the nearest expiration by its date means the nearest, also once that date is over. */
  const viewOf = (symbol: string, expiration: string | undefined): ChainSubscription => ({
    symbol,
    expiration: expiration === nearest(symbol) ? null : (expiration ?? null),
  });
  const keyOf = ({ symbol, expiration }: ChainSubscription) => `${symbol} ${expiration ?? ''}`;

  return {
    main,
    take({ symbol = main.subscription.symbol, expiration }) {
      const subscription = viewOf(symbol, expiration);
      if (symbol === main.subscription.symbol && subscription.expiration === null) return main;
      const known = others.get(keyOf(subscription));
      if (known) {
        known.lookers += 1;
        return known.opened;
      }
      if (others.size >= maxSubscriptions) {
        throw new SpyglassError(
          'usage',
          `Clients look at ${maxSubscriptions} chains already, which is the most.`,
          {
            hint: 'Close another dashboard, or look at one of the chains that are open.',
          },
        );
      }
      const opened = open(subscription);
      others.set(keyOf(subscription), { opened, lookers: 1 });
      onChange();
      return opened;
    },
    release({ subscription }) {
      const known = others.get(keyOf(subscription));
      if (!known || known.opened.subscription !== subscription) return;
      known.lookers -= 1;
      if (known.lookers > 0) return;
      others.delete(keyOf(subscription));
      known.opened.close();
      onChange();
    },
    all: () => [main, ...[...others.values()].map(({ opened }) => opened)],
    close() {
      for (const { opened } of others.values()) opened.close();
      others.clear();
    },
  };
}
