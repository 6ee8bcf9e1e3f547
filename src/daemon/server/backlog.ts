/** What one client has not read yet. */
export interface Unread {
  bytes(): number;
  /** Ends the connection; the client has a moment left to read why. */
  giveUp(reason: string): void;
  /** Ends the connection at once, with all that waits. */
  destroy(): void;
}

/** One limit for what all clients together have not read: 250 modest clients are too much together. */
export interface Backlog {
  /** A client has connected. */
  join(client: Unread): void;
  /** A client is being disconnected; what it has not read counts until it has left. */
  isLeaving(client: Unread): void;
  /** A client's connection has closed. */
  leave(client: Unread): void;
  /** To be called after a write. Over the limit, clients are disconnected, the largest backlog first. */
  check(): void;
}

/** Three hundred chains: each of 250 dashboards may lag behind by one. */
export const maxUnreadBytes = 48 * 1024 * 1024;

const reason = 'clients have left too much unread, and this one the most';

/** @param maxBytes that all clients together may leave unread */
export function createBacklog(maxBytes = maxUnreadBytes): Backlog {
  const staying = new Set<Unread>();
  const leaving = new Set<Unread>();
  /** Calls `end` on the largest ones until the rest is within the limit. */
  const shrink = (clients: Set<Unread>, end: (client: Unread) => void) => {
    const sizes = [...clients].map((client) => ({ client, bytes: client.bytes() }));
    let total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= maxBytes) return;
    sizes.sort((one, other) => other.bytes - one.bytes);
    for (const { client, bytes } of sizes) {
      if (total <= maxBytes) return;
      total -= bytes;
      end(client);
    }
  };
  return {
    join: (client) => void staying.add(client),
    isLeaving(client) {
      if (staying.delete(client)) leaving.add(client);
    },
    leave(client) {
      staying.delete(client);
      leaving.delete(client);
    },
    check() {
      shrink(staying, (client) => client.giveUp(reason));
      shrink(leaving, (client) => {
        leaving.delete(client);
        client.destroy();
      });
    },
  };
}
