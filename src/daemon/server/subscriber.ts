import type { EventName } from '../../protocol/events.ts';
import type { MethodParams, MethodResults } from '../../protocol/methods.ts';
import { isPlayback, type Playbacks } from '../playback/playbacks.ts';
import type { OpenChain, OpenChains } from '../underlyings/chains/open-chains.ts';
import type { Client } from './client.ts';
import type { RawJson } from './raw-json.ts';

/** What clients may subscribe to: the market as it is, and the recording. */
export interface Subscribable {
  subscriptions: Pick<OpenChains, 'take' | 'release'>;
  playbacks: Playbacks;
}

/** Events about the client's subscription: those of the one before would be taken for the next one's. */
const eventsOfChains: readonly EventName[] = ['chain', 'price-line', 'levels', 'levels-history'];

/** Answers a client's `subscribe`, and keeps what it looks at. @param snapshot the picture of a chain as it is */
export function subscriber(
  client: Client,
  snapshot: (seq: number, subscription: OpenChain) => MethodResults['subscribe'],
  { subscriptions, playbacks }: Subscribable,
): (params: MethodParams<'subscribe'>) => MethodResults['subscribe'] | Promise<RawJson> {
  const play = async (params: MethodParams<'subscribe'>) => {
    const answer = await playbacks.subscribe(client, params);
    // It looks at no chain as it is: nobody polls one for it.
    if (client.playback) {
      subscriptions.release(client.target);
      client.target = subscriptions.take({});
    }
    return answer;
  };
  return (params) => {
    if (isPlayback(params)) return play(params);
    const target = subscriptions.take(params);
    const before = client.target;
    playbacks.leave(client);
    // In the same turn as the snapshot: an event in between would be in neither.
    client.isSubscribed = true;
    client.target = target;
    client.outbox.forget(eventsOfChains);
    subscriptions.release(before);
    return snapshot(client.outbox.seq(), target);
  };
}
