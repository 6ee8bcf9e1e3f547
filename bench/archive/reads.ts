import { openArchive } from '../../src/archive/read/archive-recording.ts';
import { seededRandom } from '../../src/base/random.ts';
import { type Spread, spreadOf, timeEach } from '../support/spread.ts';
import { type ArchivedSessionFigures, sessionKey } from './archived-session.ts';

/** Reads of one kind, in milliseconds. */
export interface ReadFigures extends Spread {
  /** Processor time of one, on average: on a busy machine, what it takes on an idle one. */
  cpu: number;
}

/** The files are in the system's memory, as they were just written. */
export interface ArchiveReadFigures {
  /** The chain of an instant from an archive that was just opened. */
  cold: ReadFigures;
  /** The chains of other instants of the session after that. */
  warm: ReadFigures;
  /** Every chain of the session, one after the other, from an archive that was just opened. */
  day: ReadFigures;
}

const openings = 9;
const reads = 300;
const days = 3;

/** Reads chains of an archived session as whoever plays it does. */
export async function benchArchiveReads(
  directory: string,
  { polls }: Pick<ArchivedSessionFigures, 'polls'>,
): Promise<ArchiveReadFigures> {
  const { underlying, date } = sessionKey;
  const random = seededRandom('instants');
  const anyInstant = () => random.integer(polls[0]!, polls.at(-1)!);
  const open = async () => {
    const archive = await openArchive({ directory, mode: 'demo' });
    const read = async (at: number) => {
      const chain = await archive.chains.at(underlying, date, at);
      if (chain === null) throw new Error(`the archive has no chain at ${at}`);
    };
    return { read, close: archive.close };
  };
  const cold = await timed(openings, async () => {
    const { read, close } = await open();
    await read(anyInstant());
    await close();
  });
  const { read, close } = await open();
  await read(anyInstant());
  const warm = await timed(reads, () => read(anyInstant()));
  await close();
  const day = await timed(days, async () => {
    const whole = await open();
    for (const at of polls) await whole.read(at);
    await whole.close();
  });
  return { cold, warm, day };
}

async function timed(count: number, call: () => Promise<void>): Promise<ReadFigures> {
  const before = process.cpuUsage();
  const times = await timeEach(count, call);
  const { user, system } = process.cpuUsage(before);
  return { ...spreadOf(times), cpu: (user + system) / 1000 / count };
}
