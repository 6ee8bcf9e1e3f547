import { seededRandom } from '../../src/base/random.ts';
import type { Recording } from '../../src/recordings/recording.ts';
import { type Spread, spreadOf, timeEach } from '../support/spread.ts';
import type { FilledPoll } from './filled.ts';

const samples = 200;

/** What is asked of chains all day long, in milliseconds. */
export async function benchReads(
  db: Pick<Recording, 'chains'>,
  polls: readonly FilledPoll[],
): Promise<Record<string, Spread>> {
  const random = seededRandom('reads');
  const last = polls.at(-1)!;
  const any = () => polls[random.integer(1, polls.length - 1)]!;
  const paths: Record<string, () => Promise<unknown>> = {
    'latest chain': () => db.chains.at('SPY', last.expiration, last.at),
    'latest chain of any expiration': () => db.chains.latest('SPY', last.at),
    'chain at an instant': () => {
      const { expiration, at } = any();
      return db.chains.at('SPY', expiration, at + 7000);
    },
  };
  const figures: Record<string, Spread> = {};
  for (const [name, read] of Object.entries(paths)) {
    await timeEach(20, read);
    figures[name] = spreadOf(await timeEach(samples, read));
  }
  figures['the next chain'] = await nextChains(db, polls);
  return figures;
}

/** From one poll to the next, as a playback goes. */
async function nextChains(
  { chains }: Pick<Recording, 'chains'>,
  polls: readonly FilledPoll[],
): Promise<Spread> {
  const first = Math.max(0, polls.length - samples - 1);
  let chain = (await chains.at('SPY', polls[first]!.expiration, polls[first]!.at))!;
  const times = await timeEach(Math.min(samples, polls.length - 1), async (index) => {
    const { expiration, at } = polls[first + 1 + index]!;
    chain = (expiration === chain.expiration ? await chains.next(chain, at) : null) ?? chain;
  });
  return spreadOf(times);
}
