import { SpyglassError } from '../../../base/errors.ts';
import type { Methods } from '../rpc.ts';
import type { MethodDeps } from './method-deps.ts';

/** The archive of sessions: what it holds, and work on it that somebody asks for. How far that is, the event `archive` says. */
export function createArchiveMethods({
  archiver,
  signal,
}: Pick<MethodDeps, 'archiver' | 'signal'>): Pick<
  Methods,
  'archive.list' | 'archive.verify' | 'archive.now' | 'archive.import' | 'archive.forget'
> {
  const run = { signal, onProgress: () => {} };
  const refuseClosing = () => {
    if (signal.aborted) throw new SpyglassError('not_running', 'The daemon is closing.');
  };
  return {
    'archive.list': archiver.report,
    'archive.import': ({ symbol, dryRun = false, ...request }) => {
      refuseClosing();
      return archiver.importSession({ ...request, underlying: symbol, isDryRun: dryRun }, run);
    },
    'archive.forget': ({ symbol, date }) => {
      refuseClosing();
      return archiver.forget({ underlying: symbol, date }, run);
    },
    'archive.verify': (request) => {
      refuseClosing();
      return archiver.verifyNow(request, run);
    },
    'archive.now': ({ replace = false, ...request }) => {
      refuseClosing();
      return archiver.archiveNow({ ...request, replace }, run);
    },
  };
}
