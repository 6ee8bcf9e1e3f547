import type { Snapshot } from '../events.ts';

/** An event on its way to the listeners. */
export interface Arrival {
  seq: number;
  /** An alert is sent once and is part of no snapshot. */
  isAlert: boolean;
  /** Of a playback; absent where the market is watched as it is. */
  generation?: number | undefined;
  deliver: () => void;
}

/**
 * The order of events and snapshots on one link. While a snapshot is awaited, events are held back; afterwards those that
 * the snapshot holds already are dropped, and each must follow its predecessor by one.
 */
export interface EventOrder {
  /** Delivers the event, holds it back while a snapshot is awaited, or drops it as known. */
  arrive(arrival: Arrival): void;
  /** From here on events wait for the next snapshot. */
  awaitSnapshot(): void;
  /** Delivers the snapshot, then what has arrived since it was taken. */
  take(snapshot: Snapshot): void;
  /** No snapshot comes: delivers what was held back. */
  giveUp(): void;
}

/**
 * @param onSnapshot takes each snapshot
 * @param onHole called when an event is missing: the link can no longer be trusted
 */
export function createEventOrder(onSnapshot: (snapshot: Snapshot) => void, onHole: () => void): EventOrder {
  let lastSeq: number | null = null;
  let early: Arrival[] = [];
  let isWaiting = true;
  const pass = ({ seq, deliver }: Arrival) => {
    if (lastSeq !== null && seq <= lastSeq) return;
    if (lastSeq !== null && seq !== lastSeq + 1) return onHole();
    lastSeq = seq;
    deliver();
  };
  const passEarly = () => {
    isWaiting = false;
    const arrived = early;
    early = [];
    arrived.forEach(pass);
  };
  return {
    arrive: (arrival) => (isWaiting ? void early.push(arrival) : pass(arrival)),
    awaitSnapshot() {
      isWaiting = true;
    },
    take(snapshot) {
      // An alert is in no snapshot: one that came before this snapshot is delivered after it.
      // One of another instant of the recording belongs to no picture that comes.
      const generation = snapshot.playback?.generation;
      const alerts = early.filter(
        (arrival) =>
          arrival.isAlert &&
          lastSeq !== null &&
          arrival.seq <= snapshot.seq &&
          arrival.generation === generation,
      );
      onSnapshot(snapshot);
      lastSeq = snapshot.seq;
      for (const { deliver } of alerts) deliver();
      passEarly();
    },
    giveUp() {
      if (isWaiting) passEarly();
    },
  };
}
