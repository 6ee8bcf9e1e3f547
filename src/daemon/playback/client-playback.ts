import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { Player } from './player.ts';

/** What a client that plays the recording looks at. */
export interface ClientPlayback {
  readonly player: Player;
  subscription: ChainSubscription;
  /** Settles with the last seek: what is asked meanwhile is answered as of where it leads. */
  seeking: Promise<unknown>;
}
