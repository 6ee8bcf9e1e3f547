import { type EventName, eventNames } from '../../protocol/events.ts';
import type { EventBus, Listener as BusListener } from '../event-bus.ts';
import { type AcceptOptions, accept } from './accept.ts';
import { type Backlog, createBacklog } from './backlog.ts';
import type { OpenChain } from '../underlyings/chains/open-chains.ts';
import type { Client, LookedAt } from './client.ts';
import { openSocketDoor } from './socket-door.ts';

/** The socket, and what its clients are served with. */
export interface ListenOptions<T extends LookedAt = OpenChain>
  extends Omit<AcceptOptions<T>, 'isStopped' | 'backlog' | 'clients'> {
  socketPath: string;
  platform: NodeJS.Platform;
  bus: EventBus;
  /** Holds the connected clients, for a method that counts them. */
  clients?: Set<Client<T>>;
  /** What all clients together may leave unread. */
  backlog?: Backlog;
}

/** An open socket with its clients. */
export interface Listener {
  /** Number of connections. */
  clients(): number;
  /** Takes no more connections or requests and forwards no events; connected clients stay connected. */
  stop(): void;
  /** Says goodbye to every client. The last thing to be closed: a client that hears it knows that all the rest is. */
  close(): Promise<void>;
}

/**
 * Listens on the socket: requests in, answers and events out, one line each. Only the owner of the database's lock may
 * call this, since it replaces a socket that no daemon answers on. A socket that was taken away is made anew; connected
 * clients stay connected.
 * @throws SpyglassError `socket`
 */
export async function listen<T extends LookedAt = OpenChain>(options: ListenOptions<T>): Promise<Listener> {
  const { socketPath, platform, bus, clock, log } = options;
  const { clients = new Set<Client<T>>() } = options;
  const backlog = options.backlog ?? createBacklog();
  let isStopped = false;
  const accepting: AcceptOptions<T> = { ...options, clients, backlog, isStopped: () => isStopped };
  const door = await openSocketDoor({
    ...{ socketPath, platform, clock, log },
    onConnection: (socket) => accept(socket, accepting),
  });
  const endForwarding = forwardEvents(bus, clients);

  const stop = () => {
    if (isStopped) return;
    isStopped = true;
    endForwarding();
    door.close();
  };
  return {
    clients: () => clients.size,
    stop,
    async close() {
      stop();
      for (const client of clients) client.end('the daemon is closing');
      await door.ended();
    },
  };
}

/** Offers each event of the bus to the clients that subscribed to it, as JSON that is made once. Returns how to stop. */
function forwardEvents(bus: EventBus, clients: ReadonlySet<Client<LookedAt>>): () => void {
  const ends = eventNames.map((name) => {
    const pass: BusListener<EventName> = (payload, subscription) => {
      let json: string | null = null;
      for (const client of clients) {
        const isMeant = subscription === undefined || client.target.subscription === subscription;
        if (!client.isSubscribed || client.playback || !isMeant) continue;
        json ??= JSON.stringify(payload);
        client.outbox.offer(name, payload as never, json);
      }
    };
    bus.on(name, pass);
    return () => bus.off(name, pass);
  });
  return () => {
    for (const end of ends) end();
  };
}
