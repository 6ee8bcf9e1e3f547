import { withinLimit } from '../../../base/clock.ts';
import { SpyglassError } from '../../../base/errors.ts';
import type { HeldLease } from '../../../recordings/shared/lease.ts';
import { startDaemon } from '../../daemon.ts';
import type { HandOver } from '../../hand-over.ts';
import { noRecorder } from '../../recording/gaps/gap-reasons.ts';
import type { Daemon } from '../../running.ts';
import type { RecorderDesk } from '../recorder-desk.ts';
import { type DeskDeps, deskState, deskStatus } from './desk-deps.ts';
import { noteOf, readNote } from './hand-over-note.ts';
import { keepLease } from './keep-lease.ts';

/** This daemon records. */
export interface RecorderRole {
  readonly kind: 'recorder';
  readonly daemon: Daemon;
  /** Resolves once it does not record any more: it has let go of the lease, or has lost it. */
  readonly ended: Promise<'left' | 'lost'>;
  /**
   * Lets go of the lease between two polls, for another daemon to go on at once. Idempotent.
   * @param patienceMs real ms for the polls under way; the next recorder misses those that take longer
   */
  leave(patienceMs: number): Promise<void>;
  /** The same for a process that waits. @throws SpyglassError why it keeps recording */
  handOver(successor?: number): Promise<HandOver>;
}

/** What the recorder has to do with the rest of its process. */
export interface RecorderHooks {
  /** Calls the start off. */
  stop: AbortSignal;
  beforeListening: () => Promise<void>;
  onShutdown: () => void;
}

/**
 * Records on the shared store until the lease is let go of or lost.
 * @throws SpyglassError as `startDaemon`; the lease is let go of then. `lease_lost` where it was lost meanwhile
 */
export async function startRecorder(
  held: HeldLease,
  deps: DeskDeps,
  hooks: RecorderHooks,
): Promise<RecorderRole> {
  const { clock, log, leaseMs, newEpoch, name, store } = deps;
  const ended = Promise.withResolvers<'left' | 'lost'>();
  const calledOff = new AbortController();
  let daemon: Daemon | null = null;
  let isLost = false;
  let onStore: Parameters<RecorderDesk['watch']>[0] = () => {};
  const lose = () => {
    if (isLost) return;
    isLost = true;
    kept.stop();
    log.warn({ store: store.name }, 'the lease is lost: another daemon may record');
    if (daemon) void daemon.close().then(() => ended.resolve('lost'));
    else calledOff.abort();
  };
  const kept = keepLease(held, {
    ...{ leaseMs, clock, onLost: lose },
    onProblem: (problem) => onStore(problem),
  });
  const desk = recorderDesk(held, deps, hooks, {
    onLeaseLost: lose,
    watch(listener) {
      onStore = listener;
    },
  });
  try {
    daemon = await startDaemon({
      ...deps,
      ...{ databasePath: store.name, epoch: newEpoch(), desk },
      openPastReader: () => deps.openPastReader(),
      mayPollUnreserved: kept.isAlone,
      signal: AbortSignal.any([hooks.stop, calledOff.signal]),
      takesOver: readNote(held.handOver),
    });
  } catch (error) {
    kept.stop();
    if (isLost) throw new SpyglassError('lease_lost', 'The lease was lost while the daemon started.');
    await letGo(held, deps);
    throw error;
  }
  const recording = daemon;
  if (isLost) void recording.close().then(() => ended.resolve('lost'));
  log.info({ recorder: name, store: store.name, token: held.token }, 'this daemon is the recorder');
  return roleOf(
    recording,
    ended.promise,
    async (note) => {
      kept.stop();
      if (!isLost) await letGo(held, deps, note);
      ended.resolve('left');
    },
    deps,
  );
}

/** @param leaveWith lets go of the lease with what the next recorder goes on from */
function roleOf(
  daemon: Daemon,
  ended: RecorderRole['ended'],
  leaveWith: (note: HandOver | null) => Promise<void>,
  { clock, log }: DeskDeps,
): RecorderRole {
  return {
    ...{ kind: 'recorder', daemon, ended },
    async leave(patienceMs) {
      const handing = daemon.handOver().then(
        (note) => note,
        (error: unknown) => {
          log.warn({ err: error }, 'the next recorder begins afresh');
          return null;
        },
      );
      await withinLimit(clock, patienceMs, handing);
      await daemon.close();
      await leaveWith(await handing);
    },
    async handOver(successor) {
      const note = await daemon.handOver(successor);
      await leaveWith(note);
      return note;
    },
  };
}

/** What cannot be told to the store ends by itself. */
async function letGo(held: HeldLease, { log }: DeskDeps, note: HandOver | null = null): Promise<void> {
  try {
    await held.release(note ? noteOf(note) : undefined);
  } catch (error) {
    log.warn({ err: error }, 'the lease could not be let go of; it ends by itself');
  }
}

function recorderDesk(
  held: HeldLease,
  deps: DeskDeps,
  { beforeListening, onShutdown }: RecorderHooks,
  own: Pick<RecorderDesk, 'onLeaseLost' | 'watch'>,
): RecorderDesk {
  const { store, name } = deps;
  const { holderBefore, endedBefore } = held;
  const lastHandOver =
    holderBefore === null
      ? null
      : { at: endedBefore ?? 0, from: holderBefore, to: name, isPlanned: readNote(held.handOver) !== null };
  const state = deskState(deps, 'recorder', name);
  return {
    ...{ state, beforeListening, onShutdown, ...own },
    open: (options) => store.open({ ...options, held }),
    facts: { name, lastHandOver },
    status: async () => deskStatus(state, await store.lease.state(), lastHandOver),
    downReason: holderBefore === null ? null : noRecorder(holderBefore, name),
  };
}
