import type { ChainSubscription, ChainSubscriptionState } from '../../../protocol/chain-subscription.ts';
import type { Snapshot } from '../../../protocol/events.ts';
import type { Health } from '../../../protocol/state.ts';
import type { EventBus } from '../../event-bus.ts';
import type { LookedAt } from '../../server/client.ts';
import { chainKey } from '../chain-key.ts';
import type { RecorderFacts } from '../journal/record-journal.ts';
import { applyEvent, type RecorderEvent } from './apply-event.ts';
import type { ReceivedPictures } from './received.ts';
import { changesOfAll, changesOfChain } from './snapshot-changes.ts';

/** A chain that clients of a follower may look at. */
export interface FollowedChain extends LookedAt {
  /** Events of the chain carry this very object. */
  readonly subscription: ChainSubscription;
  /** What a client gets that subscribes now, as the recorder has it. */
  snapshot(): Snapshot;
}

/** What the recorder shows, kept up with its events. They are sent on as they come. */
export interface Mirror {
  /** The first symbol's nearest chain. */
  main(): FollowedChain;
  facts(): RecorderFacts;
  /** The chain of a key, recorded or looked at. */
  of(key: string): FollowedChain | undefined;
  /** Whether the recorder keeps a picture of it. */
  isRecorded(chain: FollowedChain): boolean;
  /**
   * Takes over what the recorder keeps.
   * @param isNews whether clients are sent what is new in it; not where they were sent all events up to it
   */
  take(received: ReceivedPictures, isNews: boolean): void;
  apply(event: RecorderEvent): void;
  /** Takes up a chain that the recorder keeps no picture of, without values. */
  open(subscription: ChainSubscriptionState): FollowedChain;
  /** Shows what is recorded of such a chain, as far as nothing newer has come. */
  fill(chain: FollowedChain, recorded: Snapshot): void;
  /** Nobody looks at it any more. */
  forget(chain: FollowedChain): void;
}

interface Kept extends FollowedChain {
  current: Snapshot;
  isRecorded: boolean;
}

/** What is mirrored, and for whom. */
export interface MirrorOptions {
  /** What the recorder keeps now. */
  first: ReceivedPictures;
  bus: EventBus;
  /** The recorder's problems with this daemon's own. */
  shownHealth: (recorders: Health) => Health;
  /** Whether a client looks at a chain. */
  isLookedAt: (chain: FollowedChain) => boolean;
}

/** Begins with what the recorder keeps. */
export function createMirror({ first, bus, shownHealth, isLookedAt }: MirrorOptions): Mirror {
  let { facts } = first;
  const chains = new Map<string, Kept>();
  let main = keptOf(first.pictures[0]!);
  const emit = emitter(chains, bus, shownHealth);
  /** Puts a picture in the place of the one before; returns what is new in it. */
  const show = (picture: Snapshot): RecorderEvent[] => {
    const key = chainKey(picture.subscription);
    const known = chains.get(key);
    const changes = known ? changesOfChain(known.current, picture, key) : [];
    const kept = known ?? keptOf(picture);
    kept.current = picture;
    kept.isRecorded = true;
    chains.set(key, kept);
    return changes;
  };
  const take = (received: ReceivedPictures, isNews: boolean) => {
    const before = main.current;
    facts = received.facts;
    for (const kept of chains.values()) kept.isRecorded = false;
    const ownChanges = received.pictures.flatMap(show);
    main = chains.get(chainKey(received.pictures[0]!.subscription))!;
    dropOthers(chains, main.current, isLookedAt);
    if (!isNews) return;
    for (const event of [...changesOfAll(before, main.current), ...ownChanges]) emit(event);
  };
  take(first, false);

  return {
    main: () => main,
    facts: () => facts,
    of: (key) => chains.get(key),
    isRecorded: (chain) => chains.get(chainKey(chain.subscription))?.isRecorded ?? false,
    take,
    apply(event) {
      for (const [key, kept] of chains) {
        if (event.subscription === null || event.subscription === key)
          kept.current = applyEvent(kept.current, event);
      }
      emit(event);
    },
    open(subscription) {
      const kept = keptOf(blankOf(subscription, main.current));
      chains.set(chainKey(subscription), kept);
      return kept;
    },
    fill(chain, recorded) {
      const key = chainKey(chain.subscription);
      const kept = chains.get(key);
      if (kept !== chain || kept.isRecorded) return;
      for (const event of fillChain(kept, recorded)) emit(event);
    },
    forget(chain) {
      const key = chainKey(chain.subscription);
      if (chains.get(key) === chain && !chains.get(key)?.isRecorded) chains.delete(key);
    },
  };
}

/** Sends events on: those of a chain with its subscription, health with this daemon's own problems. */
function emitter(
  chains: ReadonlyMap<string, Kept>,
  bus: EventBus,
  shownHealth: MirrorOptions['shownHealth'],
): (event: RecorderEvent) => void {
  return ({ name, payload, subscription: key }) => {
    if (name === 'health') return void bus.emit(name, shownHealth(payload));
    if (key === null) return void bus.emit(name, payload as never);
    const chain = chains.get(key);
    if (chain) bus.emit(name, payload as never, chain.subscription);
  };
}

/** Of chains that the recorder keeps no picture of, those stay that a client looks at. */
function dropOthers(chains: Map<string, Kept>, main: Snapshot, isLookedAt: MirrorOptions['isLookedAt']) {
  for (const [key, kept] of chains) {
    if (kept.isRecorded) continue;
    if (isLookedAt(kept)) kept.current = withCommon(kept.current, main);
    else chains.delete(key);
  }
}

/** The events that show what is recorded of a chain, once it is filled. */
function fillChain(kept: Kept, recorded: Snapshot): RecorderEvent[] {
  const before = kept.current;
  kept.current = filledWith(before, recorded);
  const { quote } = kept.current;
  const isNew = before.quote === null && quote !== null;
  return [
    ...(isNew ? [{ name: 'quote', payload: quote, subscription: null } as const] : []),
    ...changesOfChain(before, kept.current, chainKey(kept.subscription)),
  ];
}

function keptOf(picture: Snapshot): Kept {
  const { symbol, expiration } = picture.subscription;
  const kept: Kept = {
    subscription: { symbol, expiration },
    current: picture,
    isRecorded: false,
    snapshot: () => kept.current,
  };
  return kept;
}

/** What does not belong to the chain is as it is for every client. */
function withCommon(own: Snapshot, main: Snapshot): Snapshot {
  const { quote, chain, priceLine, levels, levelsHistory, subscription } = own;
  return { ...main, quote, chain, priceLine, levels, levelsHistory, subscription };
}

function blankOf(subscription: ChainSubscriptionState, main: Snapshot): Snapshot {
  const quote = main.watch.find(({ symbol }) => symbol === subscription.symbol)?.quote ?? null;
  return { ...main, quote, chain: null, priceLine: null, levels: null, levelsHistory: [], subscription };
}

/** Events that came meanwhile are newer than what is recorded. */
function filledWith(now: Snapshot, recorded: Snapshot): Snapshot {
  return {
    ...now,
    quote: now.quote ?? recorded.quote,
    chain: now.chain ?? recorded.chain,
    priceLine: now.priceLine ?? recorded.priceLine,
    levels: now.levels ?? recorded.levels,
    levelsHistory: now.levelsHistory.length > 0 ? now.levelsHistory : recorded.levelsHistory,
    subscription: {
      ...now.subscription,
      expirations: recorded.subscription.expirations,
      ...(recorded.subscription.optionsEnd && { optionsEnd: recorded.subscription.optionsEnd }),
    },
  };
}
