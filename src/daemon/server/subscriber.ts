import type { EventName } from '../../protocol/events.ts';
import type { MethodParams, MethodResults } from '../../protocol/methods.ts';
import { isPlayback, type Playbacks } from '../playback/playbacks.ts';
import type { Client, LookedAt, Targets } from './client.ts';
import type { RawJson } from './raw-json.ts';

/** What clients may subscribe to: the market as it is, and the recording. */
export interface Subscribable<T extends LookedAt> {
  subscriptions: Pick<Targets<T>, 'take' | 'release'>;
  playbacks: Playbacks;
}

/** Events about the client's subscription: those of the one before would be taken for the next one's. */
const eventsOfChains: readonly EventName[] = ['chain', 'price-line', 'levels', 'levels-history'];

/** Answers a client's `subscribe`, and keeps what it looks at. @param snapshot the picture of a chain as it is */
export function subscriber<T extends LookedAt>(
  client: Client<T>,
  snapshot: (seq: number, target: T) => MethodResults['subscribe'],
  { subscriptions, playbacks }: Subscribable<T>,
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
    if (playbacks.isAll || isPlayback(params)) return play(params);
    const target = subscriptions.take(params, { mayOpen: !client.isReadOnly });
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
