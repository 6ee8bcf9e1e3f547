import type { Clock } from '../../base/clock.ts';
import type { Recording, RecordingReader } from '../../recordings/recording.ts';
import type { Retention } from '../../recordings/retention.ts';
import { assembleStores } from './assemble-stores.ts';
import type { PostgresConnection } from './connection/sql.ts';
import { guarded } from './postgres-error.ts';
import { createRetention } from './retention/retention.ts';
import { type PostgresWriter, refusingWriter } from './writer.ts';

/** Real milliseconds that closing waits for writes under way. */
const drainMs = 5000;

/** A recording on a connection, which stays open when it is closed. */
export function recordingOn(options: {
  connection: PostgresConnection;
  writer: PostgresWriter;
  /** What people are shown of the store's URL. */
  name: string;
  clock: Clock;
}): Recording {
  const { connection, writer, name, clock } = options;
  let closing: Promise<void> | null = null;
  const stores = assembleStores(connection, writer, name);
  const { archivedSessions, chains } = stores;
  const retention = createRetention({ connection, writer, clock, archivedSessions, forget: chains.forget });
  return {
    path: name,
    wasRecovered: false,
    ...stores,
    retention: guarded<Retention>(retention, name),
    // A server looks after its own files.
    checkFiles: () => {},
    nameSuccessor: () => {},
    close: () => {
      closing ??= writer.close(clock, drainMs);
      return closing;
    },
  };
}

/** A recording to be read, on a connection that stays open when it is closed. */
export function readerOn(connection: PostgresConnection, name: string): RecordingReader {
  return {
    path: name,
    ...assembleStores(connection, refusingWriter(), name),
    close: () => Promise.resolve(),
  };
}
