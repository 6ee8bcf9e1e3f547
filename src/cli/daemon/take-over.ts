import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import type { HandOver } from '../../daemon/hand-over.ts';
import { failedStart } from './start-log.ts';
import { spawnDaemon } from './spawn-daemon.ts';
import type { Environment } from '../invocation/environment.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';

/*
 * A recording moves from a dashboard's process to one of its own. The new process loads everything first, says so on its
 * standard output and waits. Once the old daemon has let go of the database, a line on the standard input says what to go
 * on from. Should the dashboard die before, the input ends, and the new process records at once.
 */

const waiting = 'waiting';
const recording = 'recording';

/** Real ms for loading the program, and for opening the recordings; a busy machine needs seconds. */
const patienceMs = 60_000;

/** A process that is about to take over. */
export interface Successor {
  pid: number;
  /**
   * Lets it begin; resolves once it records.
   * @throws SpyglassError why it does not; it has ended then
   */
  begin(handOver: HandOver | null): Promise<void>;
  /** Ends it, and waits until it has. */
  end(): Promise<void>;
}

/**
 * Starts a process that waits for its turn; resolves once it does.
 * @throws SpyglassError why it cannot
 */
export async function startSuccessor(
  invocation: Invocation,
  instance: Instance,
  flags: GlobalFlags,
): Promise<Successor> {
  const { child, from } = spawnDaemon(invocation, instance, flags, true);
  const { stdin, stdout } = child;
  // It may end before it has read its turn, which its exit says.
  stdin!.on('error', () => {});
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const failed = exit.then((code) => {
    throw failedStart(instance, from, code);
  });
  void Promise.allSettled([failed]);
  const lines = createInterface({ input: stdout! });
  const end = async () => {
    child.kill('SIGKILL');
    await Promise.allSettled([exit]);
  };
  const said = async (word: string) => {
    const heard = new Promise<void>((resolve) => lines.on('line', (line) => line === word && resolve()));
    const tooLate = new AbortController();
    const late = systemClock()
      .sleep(patienceMs, tooLate.signal)
      .then(() => {
        throw new SpyglassError('timeout', `The daemon was not ready within ${patienceMs / 1000} s.`, {
          hint: `See ${instance.logPath}.`,
        });
      });
    void Promise.allSettled([late]);
    try {
      await Promise.race([heard, failed, late]);
    } catch (error) {
      await end();
      throw error;
    } finally {
      tooLate.abort();
    }
  };
  await said(waiting);
  return {
    pid: child.pid!,
    async begin(handOver) {
      const isRecording = said(recording);
      stdin!.end(`${JSON.stringify(handOver)}\n`);
      await isRecording;
      lines.close();
      stdout!.destroy();
      child.unref();
    },
    end,
  };
}

/** The turn of a process that takes over. */
export interface Turn {
  /** `null` where nothing is known of how far the daemon before has come. */
  handOver: HandOver | null;
  /** It records: says so to whoever waits for it. */
  taken(): void;
}

/** Says that this process waits, and waits for its turn. */
export async function awaitTurn({ stdin, stdout }: Environment): Promise<Turn> {
  const lines = createInterface({ input: stdin });
  stdout.write(`${waiting}\n`);
  const line = await new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve('null'));
  });
  lines.close();
  stdin.destroy();
  return { handOver: JSON.parse(line) as HandOver | null, taken: () => stdout.write(`${recording}\n`) };
}
