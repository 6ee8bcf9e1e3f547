import type { EmbeddedRecording } from '../../../src/tui/recording.ts';

/** A recording that would end with the dashboard; asked to move, it never answers. */
export function sampleRecording(given: Partial<EmbeddedRecording> = {}): EmbeddedRecording {
  return {
    onQuit: 'ask',
    isAlive: () => true,
    moveToBackground: () => new Promise(() => {}),
    ...given,
  };
}
