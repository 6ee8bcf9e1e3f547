import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { OpenedExport } from '../../protocol/methods/export-methods.ts';
import type { MethodParams } from '../../protocol/methods.ts';
import type { SharedReader } from '../playback/shared-reader.ts';
import type { Client, LookedAt } from '../server/client.ts';
import { RawJson } from '../server/raw-json.ts';

/** The exports of all clients, one of each, which are read beside the daemon's thread. */
export interface ClientExports {
  /** Begins one, in place of the one before. @throws SpyglassError `timeout` where too many are under way */
  open(client: Client<LookedAt>, params: MethodParams<'export.open'>): Promise<OpenedExport>;
  /** The next chunk. @throws SpyglassError `usage` where none was begun, and what the reader throws */
  read(client: Client<LookedAt>): Promise<RawJson>;
  /** The client has left: its export is given up. */
  leave(client: Client<LookedAt>): void;
}

/** Under way at once: of an archive each holds a session, some tens of megabytes. */
const maxOpen = 3;
/** Real ms after which one that nobody reads makes room for another: a laptop may sleep in the middle of it. */
const idleMs = 60_000;

interface UnderWay {
  id: number;
  /** By `Clock.monotonic`. */
  readAt: number;
  release: () => void;
}

const nothingMore = new RawJson('{"session":null,"batches":[],"skipped":[],"isEnd":true}');

/** Where exports are read from, and whose rows are meant where a client names no symbol. */
export interface ClientExportsOptions {
  reader: Pick<SharedReader, 'shared' | 'hold'>;
  clock: Clock;
  mainSymbol: string;
}

/** Keeps the reader open while an export is under way. */
export function createClientExports(options: ClientExportsOptions): ClientExports {
  const { reader, clock, mainSymbol } = options;
  const { begin, of, leave } = keepUnderWay(options);
  /** Clients that have read their export to its end, and may have asked once more. */
  const ended = new WeakSet<Client<LookedAt>>();
  return {
    async open(client, { symbol = mainSymbol, ...params }) {
      ended.delete(client);
      const { id } = begin(client);
      try {
        return await reader.shared.openExport(id, { ...params, symbol }, clock.now());
      } catch (error) {
        leave(client);
        throw error;
      }
    },
    async read(client) {
      const own = of(client);
      if (!own) {
        if (ended.has(client)) return nothingMore;
        throw new SpyglassError('usage', 'No export is under way here: `export.open` begins one.');
      }
      own.readAt = clock.monotonic();
      try {
        const { json, isEnd } = await reader.shared.readExport(own.id);
        if (isEnd) {
          ended.add(client);
          leave(client, own);
        }
        return new RawJson(json);
      } catch (error) {
        leave(client, own);
        throw error;
      }
    },
    leave: (client) => leave(client),
  };
}

/** Which exports are under way, one of each client. */
function keepUnderWay({ reader, clock }: ClientExportsOptions) {
  const underWay = new Map<Client<LookedAt>, UnderWay>();
  let nextId = 0;
  /** @param only gives up no other one of the client than this */
  const leave = (client: Client<LookedAt>, only?: UnderWay) => {
    const own = underWay.get(client);
    if (!own || (only && only !== own)) return;
    underWay.delete(client);
    own.release();
    // A reader that has ended has nothing to give up.
    void Promise.allSettled([reader.shared.closeExport(own.id)]);
  };
  const makeRoom = () => {
    if (underWay.size < maxOpen) return;
    const [idlest] = [...underWay].toSorted(([, one], [, other]) => one.readAt - other.readAt);
    if (idlest && clock.monotonic() - idlest[1].readAt >= idleMs) return leave(idlest[0]);
    const message = `${maxOpen} exports are under way, which is as many as there may be.`;
    throw new SpyglassError('timeout', message, { hint: 'Try again once one of them has ended.' });
  };
  return {
    of: (client: Client<LookedAt>) => underWay.get(client),
    leave,
    begin(client: Client<LookedAt>): UnderWay {
      leave(client);
      makeRoom();
      const own = { id: ++nextId, readAt: clock.monotonic(), release: reader.hold() };
      underWay.set(client, own);
      return own;
    },
  };
}
