/** What one client has not read yet. */
export interface Unread {
  bytes(): number;
  /** Ends the connection; the client has a moment left to read why. */
  giveUp(reason: string): void;
  /** Ends it at once, with all that waits. */
  destroy(): void;
}

/** One limit for what all clients together have not read: each by itself may be modest, and 250 of them are not. */
export interface Backlog {
  join(client: Unread): void;
  /** It has been sent away; what it has not read counts until it has left. */
  isLeaving(client: Unread): void;
  leave(client: Unread): void;
  /** Something was written: the client with the largest backlog goes until the rest is within the limit. */
  check(): void;
}

/** Three hundred chains: each of 250 dashboards may lag behind by one. */
export const maxUnreadBytes = 48 * 1024 * 1024;

const reason = 'clients have left too much unread, and this one the most';

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
