import { SpyglassError } from '../../../base/errors.ts';
import type { MethodName, MethodParams, MethodResults } from '../../../protocol/methods.ts';
import type { Hello } from '../../../protocol/state.ts';
import type { LookedAt } from '../../server/client.ts';
import type { Methods } from '../../server/rpc.ts';
import type { PastMethod, PastReader } from '../past-reader.ts';

/** What the methods of a server that only plays are answered from. */
export interface PlaybackMethodsOptions {
  reader: Pick<PastReader, 'ask'>;
  greeting: () => Hello;
  /** Epoch ms: what a client sees that has named no instant. */
  lastInstant: () => number;
}

/** The methods of a server that only plays recordings: those of the past answer, the others are refused. */
export function createPlaybackMethods(options: PlaybackMethodsOptions): Methods<LookedAt> {
  const { reader, greeting, lastInstant } = options;
  const ask =
    <M extends PastMethod>(method: M) =>
    async (params: MethodParams<M>, { subscription }: LookedAt) =>
      JSON.parse(await reader.ask(method, params, subscription, lastInstant())) as MethodResults[M];
  return {
    hello: greeting,
    'quote.get': ask('quote.get'),
    'chain.get': ask('chain.get'),
    'levels.get': ask('levels.get'),
    'levels.sum': ask('levels.sum'),
    'levels.history': ask('levels.history'),
    'levels.recomputed': ask('levels.recomputed'),
    'bars.get': ask('bars.get'),
    'alerts.get': ask('alerts.get'),
    // Playback answers it before it comes to this: see `Playbacks.isAll`.
    subscribe: refuse('subscribe', 'a subscription to the market as it is'),
    status: refuse('status', 'the state of a daemon'),
    'usage.get': refuse('usage.get', 'API usage'),
    'last-trade.get': refuse('last-trade.get', 'the last trade'),
    'alerts.test': refuse('alerts.test', 'delivering alerts'),
    'alerts.add': refuse('alerts.add', 'an alert rule'),
    'alerts.remove': refuse('alerts.remove', 'removing an alert rule'),
    refresh: refuse('refresh', 'a poll'),
    backfill: refuse('backfill', 'a backfill'),
    'levels.recompute': refuse('levels.recompute', 'recomputing levels'),
    prune: refuse('prune', 'removing old rows'),
    'archive.import': refuse('archive.import', 'importing', 'Without a daemon `spyglass import` does it.'),
    'archive.forget': refuse('archive.forget', 'giving a session up', archiveCommand),
    'archive.list': refuse('archive.list', 'the state of an archive', archiveCommand),
    'archive.verify': refuse('archive.verify', 'reading an archive', archiveCommand),
    'archive.now': refuse('archive.now', 'archiving', archiveCommand),
    rebuild: refuse('rebuild', 'rebuilding', 'Without a daemon `spyglass rebuild` does it.'),
    'rebuild.remove': refuse(
      'rebuild.remove',
      'removing a rebuilt day',
      'Without a daemon `spyglass rebuild` does it.',
    ),
    backup: refuse('backup', 'a backup', 'Without a daemon `spyglass db backup FILE` makes one.'),
    doctor: refuse('doctor', 'a check of the API', '`spyglass doctor` checks it.'),
    shutdown: refuse('shutdown', 'a stop', 'It ends with the command that started it.'),
  };
}

const archiveCommand = 'Without a daemon `spyglass archive` does it.';
const startOne = 'Start a daemon: `spyglass daemon run`, or `spyglass` with the dashboard.';

/** @param what needs a daemon */
function refuse(method: MethodName, what: string, hint = startOne): () => never {
  return () => {
    const message = `Recordings are only played here: there is no daemon for ${what} (${method}).`;
    throw new SpyglassError('not_running', message, { hint });
  };
}
