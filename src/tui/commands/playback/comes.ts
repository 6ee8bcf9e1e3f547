import type { DashboardState } from '../../state/state.ts';
import type { CommandContext } from '../command.ts';

/** Real milliseconds after which nobody waits any longer for what a key needs. */
const patienceMs = 2000;

/** Waits until something holds of a playback: whether it does before the patience or the playback ends. */
export function comes(
  { store, clock }: Pick<CommandContext, 'store' | 'clock'>,
  holds: (state: DashboardState) => boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (hasCome: boolean) => {
      stop();
      cancel();
      resolve(hasCome);
    };
    const look = () => {
      const state = store.getState();
      if (state.playback === null) end(false);
      else if (holds(state)) end(true);
    };
    const stop = store.subscribe(look);
    const cancel = clock.after(patienceMs, () => end(false));
    look();
  });
}
