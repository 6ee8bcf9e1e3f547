import type { Recording } from '../../../src/tui/recording.ts';

/** A recording that would end with the dashboard; asked to move, it never answers. */
export function sampleRecording(given: Partial<Recording> = {}): Recording {
  return {
    onQuit: 'ask',
    isAlive: () => true,
    moveToBackground: () => new Promise(() => {}),
    ...given,
  };
}
