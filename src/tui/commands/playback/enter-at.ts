import type { CommandContext } from '../command.ts';

/** Shows the recording as of an instant (epoch ms), or its last one where none is given. */
export async function enterAt({ playback, toast }: CommandContext, at: number | null): Promise<void> {
  if (!playback) return toast('This dashboard cannot play recordings.', 'warning');
  await playback.enter(at);
}
