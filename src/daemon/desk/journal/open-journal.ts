import { recordedSymbolsOf } from '../../../config/settings/recorded-symbols.ts';
import type { Snapshot } from '../../../protocol/events.ts';
import type { DaemonCore } from '../../core.ts';
import { recordJournal } from './record-journal.ts';

/** Writes all that happens for the daemons that follow, where the recording is on a shared store. */
export function openJournal(core: DaemonCore, pictures: () => readonly Snapshot[]): void {
  const { deps, journal, bus, clock, settings, lifecycle, log, onStoreError } = core;
  const { desk } = deps;
  if (!desk || !journal) return;
  let isFailing = false;
  const recorded = recordJournal({
    ...{ journal, bus, clock, pictures },
    facts: { ...desk.facts, symbols: recordedSymbolsOf(settings) },
    onWritten() {
      isFailing = false;
    },
    onError(error) {
      if (error.code === 'lease_lost') return desk.onLeaseLost();
      // While the store is away, what it does not take of the polls says so in the health.
      if (!isFailing) log.warn({ err: error }, 'the followers are not told what happens');
      isFailing = true;
      if (error.code !== 'store') onStoreError(error);
    },
  });
  lifecycle.add('journal', recorded.close);
}
