import type { SubscriptionListeners } from './connection-listeners.ts';
import { createEventOrder } from './event-order.ts';
import type { Link } from './link.ts';
import type { MethodParams } from '../methods.ts';

type SubscribeParams = MethodParams<'subscribe'>;

/** What becomes of a subscription, in the order in which it happens. */
export interface SubscribeSteps {
  /** The daemon has no room for what was wanted; its usual picture is asked for instead. */
  onUsualPicture(): void;
  /**
   * The daemon has answered; the listeners get the snapshot next.
   * @param subscribe looks at something else from then on; listeners get its snapshot before it resolves. When it fails,
   * the link stays as it was.
   */
  onSubscribed(subscribe: (params: SubscribeParams) => Promise<void>): void;
}

/**
 * Subscribes a fresh link; its events wait for the snapshot.
 * @param wanted what to look at first
 * @throws SpyglassError the daemon's reason
 */
export async function subscribeLink(
  link: Link,
  wanted: SubscribeParams,
  { snapshots, events, unknownEvents }: SubscriptionListeners,
  { onUsualPicture, onSubscribed }: SubscribeSteps,
): Promise<void> {
  const order = createEventOrder(
    (snapshot) => snapshots.call(snapshot, link.hello),
    () => link.close(),
  );
  link.onEvent((event) =>
    order.arrive({
      seq: event.seq,
      isAlert: event.name === 'alert',
      generation: event.generation,
      deliver: () => events.call(event),
    }),
  );
  link.onUnknownEvent((event) => {
    const deliver = () => unknownEvents.call(event);
    if (event.seq === null) deliver();
    else order.arrive({ seq: event.seq, isAlert: false, deliver });
  });
  const snapshot = await link.request('subscribe', wanted).catch(async (thrown: unknown) => {
    if (Object.keys(wanted).length === 0) throw thrown;
    onUsualPicture();
    return await link.request('subscribe', {});
  });
  onSubscribed(async (params) => {
    order.awaitSnapshot();
    try {
      order.take(await link.request('subscribe', params));
    } finally {
      order.giveUp();
    }
  });
  order.take(snapshot);
}
