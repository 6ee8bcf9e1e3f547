import type { DeskState } from '../../protocol/desk/desk-state.ts';
import { upstreamText } from './upstream-text.ts';

const longestName = 24;

/** Who records, in few words: `recorder server1 (4711)`, `follows server1 (4711)`. */
export function deskWords({ role, recorder, self }: DeskState): string {
  if (role === 'recorder') return `recorder ${upstreamText(self, longestName)}`;
  return recorder === null ? 'no recorder' : `follows ${upstreamText(recorder, longestName)}`;
}

/** The same as a sentence. */
export function deskSentence({ role, recorder, self }: DeskState): string {
  if (role === 'recorder')
    return `This daemon, ${upstreamText(self, longestName)}, records on the shared store.`;
  if (recorder === null) return 'Nobody records on the shared store at the moment.';
  return `This daemon follows ${upstreamText(recorder, longestName)}, which records on the shared store.`;
}
