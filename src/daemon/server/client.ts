import type { ClientPlayback } from '../playback/client-playback.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { OpenChain } from '../underlyings/chains/open-chains.ts';
import type { Outbox } from './outbox.ts';

/** What a client looks at. */
export interface LookedAt {
  readonly subscription: ChainSubscription;
}

/** What clients may look at: the chains that a daemon keeps open. */
export interface Targets<T extends LookedAt> {
  readonly main: T;
  /** @param how `mayOpen`: whether a chain that nobody polls is polled for it; by default it is */
  take(
    wanted: { symbol?: string | undefined; expiration?: string | undefined },
    how?: { mayOpen: boolean },
  ): T;
  release(target: T): void;
}

/** A connection, from its first byte on. */
export interface Client<T extends LookedAt = OpenChain> {
  outbox: Outbox;
  /** `null` until it has said hello. */
  name: string | null;
  /** Speaks another version of the protocol: it may say hello and stop the daemon, no more. */
  isForeign: boolean;
  /** It has said that it only reads; it cannot take that back. */
  isReadOnly: boolean;
  isSubscribed: boolean;
  /** Its subscription; the main one until it asks for another. */
  target: T;
  /** Its playback; `null` while it watches the market as it is. */
  playback: ClientPlayback | null;
  /** Says goodbye with the reason, and closes the connection. Idempotent. */
  end: (reason: string) => void;
}
