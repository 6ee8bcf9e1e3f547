import type { ConnectionState } from '../../protocol/connection/connection.ts';
import type { DeskState } from '../../protocol/desk/desk-state.ts';
import type { Hello } from '../../protocol/state.ts';
import { type MarketClockAnchor, marketTimeAt } from './market-clock.ts';

/** The connection to the daemon, and since when it is lost. */
export interface ConnectionSlice extends ConnectionState {
  /**
   * Market time of the last moment that the picture was known to be current; `null` while it still is, and while there
   * has never been one.
   */
  lostAt: number | null;
}

/** One instant on both clocks. */
export interface Moment {
  /** Epoch ms by the daemon's clock. */
  market: number;
  /** Epoch ms by the machine's clock. */
  real: number;
}

/** What the connection and its clock make of the state. */
export interface Connected {
  connection: ConnectionSlice;
  anchor: MarketClockAnchor | null;
  /** As of the last tick. */
  now: Moment;
}

export const momentAt = (anchor: MarketClockAnchor | null, real: number): Moment => ({
  market: marketTimeAt(anchor, real),
  real,
});

const anchorOf = (hello: Hello, real: number): MarketClockAnchor => ({
  market: hello.now,
  speed: hello.clockSpeed,
  real,
});

/**
 * The clock is set once for each daemon. Every hello takes another time to arrive, and a clock that steps by some
 * milliseconds with each reconnect would make ages jump.
 */
export function reanchored(state: Connected, hello: Hello, real: number): MarketClockAnchor {
  const isSameDaemon = state.anchor && state.connection.hello?.epoch === hello.epoch;
  return isSameDaemon ? state.anchor! : anchorOf(hello, real);
}

/** The daemon is the same; who records on its shared store has changed. */
export function withDesk(connection: ConnectionSlice, desk: DeskState): ConnectionSlice {
  return connection.hello ? { ...connection, hello: { ...connection.hello, desk } } : connection;
}

export function reduceConnection(state: Connected, next: ConnectionState, real: number): Connected {
  const anchor =
    next.hello && next.status === 'connected' ? reanchored(state, next.hello, real) : state.anchor;
  const now = momentAt(anchor, real);
  const wasLost = state.connection.lostAt;
  // Before the first picture there was no connection to lose.
  const lostSince = wasLost ?? (state.anchor ? now.market : null);
  const lostAt = next.status === 'lost' ? lostSince : next.status === 'connected' ? null : wasLost;
  return { anchor, now, connection: { ...next, lostAt } };
}
