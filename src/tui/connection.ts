/**
 * What the dashboard needs of its connection to a daemon. The real one lives in `protocol/connection/connection.ts`; tests bring
 * one that they move by hand.
 */
export type { Connection, ConnectionState } from '../protocol/connection/connection.ts';
export type { DaemonEvent } from '../protocol/connection/link-messages.ts';
