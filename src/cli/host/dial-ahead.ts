import type { SshChannel } from './ssh-channel.ts';

/** Channels that are dialed before they are asked for. */
export interface DialedAhead {
  /** The next one of them that is still open; where there is none, a new one. */
  take(): Promise<SshChannel>;
  /** Closes those that nobody has taken. */
  close(): void;
}

/**
 * Dials so many channels at once: each takes a session of ssh and a start of the program over there, and a dashboard would wait for
 * them one after the other. The daemon ends one that says nothing for some seconds.
 */
export function dialAhead(dial: () => Promise<SshChannel>, count: number): DialedAhead {
  const dialed = Array.from({ length: count }, () => {
    const dialing = dial();
    const state = { dialing, isOver: false };
    const end = () => {
      state.isOver = true;
    };
    void dialing.then(({ ended }) => ended.then(end), end);
    return state;
  });
  return {
    async take() {
      for (let next = dialed.shift(); next; next = dialed.shift()) {
        const [result] = await Promise.allSettled([next.dialing]);
        if (result.status === 'fulfilled' && !next.isOver) return result.value;
      }
      return await dial();
    },
    close() {
      for (const { dialing } of dialed.splice(0))
        void dialing.then(
          ({ close }) => close(),
          () => undefined,
        );
    },
  };
}
