import type { RecordingReader } from '../../../recordings/recording.ts';
import type { RecordedAndRebuilt, ShownMinutes } from './shown-minutes.ts';
import { shownPolls } from './shown-polls.ts';

/** Recorded chains, and rebuilt ones where nothing was recorded: a minute of them counts as a poll at its end. */
export function shownChains(recording: RecordedAndRebuilt, shown: ShownMinutes): RecordingReader['chains'] {
  const { chains, rebuilt } = recording;
  /** The last rebuilt minute after the last recorded poll; `null` where there is none. */
  const rebuiltAtOf = async (underlying: string, expiration: string, asOf: number) => {
    const recordedAt = await chains.lastPollAt(underlying, expiration, asOf);
    return shown.lastOf(underlying, expiration, recordedAt ?? 0, asOf);
  };
  const at: RecordingReader['chains']['at'] = async (underlying, expiration, asOf) => {
    const rebuiltAt = await rebuiltAtOf(underlying, expiration, asOf);
    if (rebuiltAt === null) return chains.at(underlying, expiration, asOf);
    return rebuilt.chain(underlying, expiration, rebuiltAt);
  };
  return {
    ...chains,
    ...shownPolls(recording, shown),
    at,
    async latest(underlying, asOf) {
      const recorded = await chains.latest(underlying, asOf);
      const later = (await shown.between(underlying, recorded?.timestamp ?? 0, asOf)).at(-1);
      return later ? rebuilt.chain(underlying, later.expiration, later.timestamp) : recorded;
    },
    async listedAt(underlying, expiration, asOf) {
      const rebuiltAt = await rebuiltAtOf(underlying, expiration, asOf);
      if (rebuiltAt === null) return chains.listedAt(underlying, expiration, asOf);
      const chain = await rebuilt.chain(underlying, expiration, rebuiltAt);
      return (chain?.contracts ?? []).map(({ symbol }) => symbol);
    },
    async next(chain, timestamp) {
      const { underlying, expiration } = chain;
      const [rebuiltAt] = await shown.of(underlying, expiration, timestamp - 1, timestamp);
      if (rebuiltAt !== undefined) return rebuilt.chain(underlying, expiration, timestamp);
      if (!chain.isRebuilt) return chains.next(chain, timestamp);
      const recorded = await chains.at(underlying, expiration, timestamp);
      return recorded?.timestamp === timestamp ? recorded : null;
    },
  };
}
