import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Clock } from './clock.ts';

/** What starting leaves behind is the most that there ever is. */
const firstMs = 15_000;
const everyMs = 60_000;
/** Into a minute: what is polled on it has come and left its garbage. */
const intoMinute = 5000;
/** Less garbage than this is not worth a collection. */
const minGrowthBytes = 2 * 1024 * 1024;

type Collect = (options: { type: 'major'; flavor: 'last-resort' }) => void;

/** V8's own collector, all of it: what is dead goes, the rest moves together, and the pages go back to the system. */
function collector(): Collect | null {
  // The functions of a start and of a dialog that was closed are compiled again when they are called again.
  setFlagsFromString('--bytecode-old-age=2');
  setFlagsFromString('--expose-gc');
  return runInNewContext(`typeof gc === 'function' ? gc : null`) as Collect | null;
}

/**
 * Keeps this thread's heap as small as what lives in it. V8 lets a program that allocates little pile its garbage up for
 * an hour, and its memory reducer sleeps until then. Once a minute is 40 to 60 ms of this thread, which fall between two
 * seconds, when nothing is polled and drawn. Measured on the embedded dashboard after two minutes: 121 MB resident
 * instead of 138.
 * @param clock the machine's
 * @param intoSecond milliseconds into a second at which it may be done, for each thread another
 * @returns the function that ends it
 */
export function keepHeapSmall(clock: Clock, intoSecond: number): () => void {
  const collect = collector();
  let cancel = () => {};
  let usedBefore = 0;
  const used = () => getHeapStatistics().used_heap_size;
  const arm = (ms: number) => {
    cancel = clock.after(ms, () => {
      if (used() - usedBefore >= minGrowthBytes) {
        collect?.({ type: 'major', flavor: 'last-resort' });
        usedBefore = used();
      }
      arm(everyMs - ((clock.now() - intoMinute - intoSecond) % everyMs));
    });
  };
  if (collect) arm(firstMs - ((clock.now() + firstMs - intoSecond) % 1000));
  return () => cancel();
}
