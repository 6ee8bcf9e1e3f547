import { SpyglassError } from '../../../base/errors.ts';
import type { ChainSubscription, ChainSubscriptionState } from '../../../protocol/chain-subscription.ts';
import type { Latest } from '../latest.ts';
import type { LevelsTracker } from '../levels-tracker.ts';
import type { ChainLevels } from '../../recording/recorder.ts';

/** A chain that is kept up: polled, recorded, and sent to the clients that look at it. */
export interface OpenChain {
  /** Events of the chain carry this very object. */
  readonly subscription: ChainSubscription;
  readonly latest: Latest;
  readonly levels: LevelsTracker;
  readonly jobs: ChainSubscriptionState['jobs'];
  close(): void;
}

/** What the recorder stores with polls of a chain, and how what is shown follows where contracts were rejected. */
export function recordedLevels({ latest, levels }: Pick<OpenChain, 'latest' | 'levels'>): ChainLevels {
  return {
    recordedOf: levels.recordedOf,
    onRejected(chain) {
      if (!levels.isOutdated(chain)) return;
      latest.setChain(levels.filled(chain));
      levels.show(chain);
    },
  };
}

/** The chains that clients look at. The nearest one of each recorded symbol is always open, any other one while a client looks at it. */
export interface OpenChains {
  readonly main: OpenChain;
  /**
   * Looks at a chain, the main one where nothing is asked for, until `release`.
   * @param how `mayOpen`: whether a chain that nobody polls is polled for it; by default it is
   * @throws SpyglassError `usage` when too many are open, `read_only` where it would have to be opened and may not
   */
  take(
    wanted: { symbol?: string | undefined; expiration?: string | undefined },
    how?: { mayOpen: boolean },
  ): OpenChain;
  release(chain: OpenChain): void;
  /** Whether a client looks at a chain that is always open. */
  isLookedAt(chain: OpenChain): boolean;
  /** Those of a symbol that are recorded whether or not a client looks, the nearest in front. */
  recordedOf(symbol: string): readonly OpenChain[];
  /** The recorded ones in front, of which the main one is the first. */
  all(): readonly OpenChain[];
  close(): void;
}

/** The chains that are always open, and how another one is opened. */
export interface OpenChainsOptions {
  /** The nearest chain of each recorded symbol, the main one in front. */
  recorded: readonly OpenChain[];
  /** Chains of later expirations that are recorded as things stand. */
  later: () => readonly OpenChain[];
  open: (subscription: ChainSubscription) => OpenChain;
  /** A symbol's nearest expiration. */
  nearest: (symbol: string) => string;
  /** Called when a chain was opened or closed. */
  onChange: () => void;
}

/** Beyond the recorded ones. Each costs calls; this is far more than people have screens. */
export const maxSubscriptions = 8;

/** @returns the open chains, of which the recorded ones are always open */
export function createOpenChains({
  recorded,
  later,
  open,
  nearest,
  onChange,
}: OpenChainsOptions): OpenChains {
  const main = recorded[0]!;
  /** Clients of the chains that are always open. */
  const looking = new Map<OpenChain, number>();
  const secondary = new Map<string, { opened: OpenChain; clients: number }>();

  /** A client that names the nearest expiration by its date means the nearest, also once that date is over. */
  const subscriptionOf = (symbol: string, expiration: string | undefined): ChainSubscription => ({
    symbol,
    expiration: expiration === nearest(symbol) ? null : (expiration ?? null),
  });
  const allRecorded = () => [...recorded, ...later()];
  const keyOf = ({ symbol, expiration }: ChainSubscription) => `${symbol} ${expiration ?? ''}`;

  return {
    main,
    take({ symbol = main.subscription.symbol, expiration }, { mayOpen } = { mayOpen: true }) {
      const subscription = subscriptionOf(symbol, expiration);
      const always = allRecorded().find((chain) => keyOf(chain.subscription) === keyOf(subscription));
      if (always) {
        looking.set(always, (looking.get(always) ?? 0) + 1);
        return always;
      }
      const known = secondary.get(keyOf(subscription));
      if (known) {
        known.clients += 1;
        return known.opened;
      }
      if (!mayOpen) {
        const chain = expiration === undefined ? symbol : `${symbol} ${expiration}`;
        throw new SpyglassError(
          'read_only',
          `The chain of ${chain} is polled for nobody. It would cost calls, and this connection may only read.`,
        );
      }
      if (secondary.size >= maxSubscriptions) {
        throw new SpyglassError(
          'usage',
          `Clients look at ${maxSubscriptions} chains already, which is the most.`,
          {
            hint: 'Close another dashboard, or look at one of the chains that are open.',
          },
        );
      }
      const opened = open(subscription);
      secondary.set(keyOf(subscription), { opened, clients: 1 });
      onChange();
      return opened;
    },
    isLookedAt: (chain) => (looking.get(chain) ?? 0) > 0,
    release(chain) {
      const { subscription } = chain;
      const others = (looking.get(chain) ?? 0) - 1;
      if (others > 0) looking.set(chain, others);
      else looking.delete(chain);
      const known = secondary.get(keyOf(subscription));
      if (!known || known.opened.subscription !== subscription) return;
      known.clients -= 1;
      if (known.clients > 0) return;
      secondary.delete(keyOf(subscription));
      known.opened.close();
      onChange();
    },
    recordedOf: (symbol) => allRecorded().filter(({ subscription }) => subscription.symbol === symbol),
    all: () => [...allRecorded(), ...[...secondary.values()].map(({ opened }) => opened)],
    close() {
      for (const { opened } of secondary.values()) opened.close();
      secondary.clear();
    },
  };
}
