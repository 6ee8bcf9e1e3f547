import { SpyglassError } from '../../base/errors.ts';
import { type EmbeddedDaemon, embedDaemon } from '../../daemon/process/embed.ts';
import type { LaunchOptions } from '../../daemon/process/launch-options.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { startSuccessor, type Successor } from './take-over.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** The daemon inside this process, which may move to a process of its own. */
export interface OwnDaemon {
  /** When it listens. @throws SpyglassError whatever kept it from starting, unless that was a move */
  ready: Promise<void>;
  /** Whether a daemon is at work, or starts, in this process. */
  isAlive(): boolean;
  /** The process that it has moved to; `null` where it has not. */
  movedTo(): number | null;
  /**
   * Moves the recording to a process of its own, without losing a slot. Called again, it joins the move under way.
   * @throws SpyglassError why that failed; the recording goes on in this process then
   */
  moveToBackground(): Promise<void>;
  /** Resolves when no daemon is at work here any more. */
  ended(): Promise<void>;
  /** Ends it, and a move under way. */
  close(): Promise<void>;
}

/** Starts a daemon in a worker thread of this process, and can move its recording to a process in the background. */
export function startOwnDaemon(invocation: Invocation, flags: GlobalFlags, plan: LaunchOptions): OwnDaemon {
  let isAlive = true;
  let isClosing = false;
  let movedTo: number | null = null;
  let moving: Promise<void> | null = null;
  let successor: Successor | null = null;
  const embed = (given: LaunchOptions): EmbeddedDaemon => {
    const daemon = embedDaemon(given, invocation.environment.workerUrl);
    isAlive = true;
    const end = () => {
      if (embedded === daemon) isAlive = false;
    };
    void daemon.ended.then(end);
    // A start that failed leaves nothing to move, also while its thread still ends.
    daemon.ready.catch(end);
    return daemon;
  };
  let embedded: EmbeddedDaemon = embed(plan);

  const move = async () => {
    const next = await startSuccessor(invocation, plan.instance, flags);
    successor = next;
    if (isClosing) {
      await next.end();
      throw new SpyglassError('not_running', 'The recording is being stopped.');
    }
    const handOver = await embedded.handOver(next.pid).catch(async (error: unknown) => {
      await next.end();
      throw error;
    });
    try {
      await next.begin(handOver);
      movedTo = next.pid;
    } catch (error) {
      await next.end();
      // Somebody has stopped it: that is the word for the recording, wherever it runs.
      const isStopped = error instanceof SpyglassError && error.code === 'not_running';
      if (isClosing || isStopped) throw error;
      embedded = embed({ ...plan, takesOver: handOver });
      await embedded.ready;
      throw error;
    }
  };

  // A start that is called off by a move has not failed.
  const ready = embedded.ready.catch((error: unknown) => moving ?? Promise.reject(error));
  // Until somebody waits for it, a failure is no unhandled one.
  void Promise.allSettled([ready]);
  return {
    ready,
    isAlive: () => isAlive || moving !== null,
    movedTo: () => movedTo,
    moveToBackground() {
      moving ??= move().finally(() => {
        moving = null;
        successor = null;
      });
      return moving;
    },
    async ended() {
      while (isAlive) await embedded.ended;
    },
    async close() {
      isClosing = true;
      await successor?.end();
      await embedded.close();
    },
  };
}
