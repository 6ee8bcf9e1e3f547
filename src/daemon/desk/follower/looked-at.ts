import type { Clock } from '../../../base/clock.ts';
import type { ChainSubscription } from '../../../protocol/chain-subscription.ts';
import type { Snapshot } from '../../../protocol/events.ts';
import type { PastReader } from '../../playback/past-reader.ts';
import type { Targets } from '../../server/client.ts';
import { secondaryJobNames } from '../../underlyings/job-names.ts';
import { chainKey } from '../chain-key.ts';
import type { FollowedChain, Mirror } from './mirror.ts';

/** What clients look at. */
export interface LookedAtChains extends Targets<FollowedChain> {
  isLookedAt(chain: FollowedChain): boolean;
}

/** What a follower's clients may look at, and where the recording is read. */
export interface LookedAtOptions {
  mirror: Mirror;
  reader: Pick<PastReader, 'picture'>;
  clock: Clock;
  onError: (error: unknown) => void;
}

/**
 * The chains that clients look at: those that the recorder keeps a picture of, and any other one as it is recorded. Nothing is
 * polled for it; where the recorder polls it for somebody, its events are sent on.
 */
export function lookedAtChains(options: LookedAtOptions): LookedAtChains {
  const { mirror } = options;
  const clients = new Map<FollowedChain, number>();
  /** A client that names the nearest expiration by its date means the nearest, also once that date is over. */
  const subscriptionOf = (symbol: string, expiration: string | undefined): ChainSubscription => {
    const nearest = mirror.of(symbol)?.snapshot().subscription.expirations[0];
    return { symbol, expiration: expiration === nearest ? null : (expiration ?? null) };
  };
  return {
    isLookedAt: (chain) => clients.has(chain),
    get main() {
      return mirror.main();
    },
    take({ symbol = mirror.main().subscription.symbol, expiration }) {
      const subscription = subscriptionOf(symbol, expiration);
      const chain = mirror.of(chainKey(subscription)) ?? openChain(subscription, options);
      clients.set(chain, (clients.get(chain) ?? 0) + 1);
      return chain;
    },
    release(chain) {
      const others = (clients.get(chain) ?? 0) - 1;
      if (others > 0) return void clients.set(chain, others);
      clients.delete(chain);
      mirror.forget(chain);
    },
  };
}

/** Its values follow as events once the answer has left. */
function openChain(
  subscription: ChainSubscription,
  { mirror, reader, clock, onError }: LookedAtOptions,
): FollowedChain {
  const ofSymbol = mirror.of(subscription.symbol)?.snapshot().subscription ?? null;
  const chain = mirror.open({
    ...subscription,
    expirations: ofSymbol?.expirations ?? [],
    ...(ofSymbol?.optionsEnd && { optionsEnd: ofSymbol.optionsEnd }),
    jobs: secondaryJobNames(subscription, ofSymbol?.jobs ?? null),
  });
  clock.after(0, async () => {
    try {
      const { json } = await reader.picture(subscription, clock.now());
      mirror.fill(chain, JSON.parse(json) as Snapshot);
    } catch (error) {
      onError(error);
    }
  });
  return chain;
}
