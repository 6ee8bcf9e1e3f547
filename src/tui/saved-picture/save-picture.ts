import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { formatClock } from '../present/time.ts';
import type { StyledFrame } from '../render/frame.ts';
import { frameSvg } from '../render/svg/frame-svg.ts';
import { isPlayed, shownNow, shownSubscription } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { csvFiles } from './csv-files.ts';
import { newYorkText, provenanceOf } from './provenance.ts';
import type { SavedFile } from './saved-files.ts';

/** What is on screen: cells, or what a screen reader is given. */
export type Shown = { kind: 'cells'; drawn: StyledFrame } | { kind: 'sentences'; lines: readonly string[] };

/** A picture that can be written: the name of its folder, and its files. */
export interface SavedPicture {
  name: string;
  files: readonly SavedFile[];
}

/**
 * Everything of what is on screen: its picture, the data of its panes, and where both are from.
 * @param savedAt the machine's time, epoch ms
 */
export function savedPicture(
  state: DashboardState,
  shown: Shown,
  { appVersion, savedAt }: { appVersion: string; savedAt: number },
): SavedPicture {
  const files = [pictureFile(state, shown), ...csvFiles(state)];
  const provenance = provenanceOf(state, { appVersion, savedAt, files });
  return { name: folderName(state), files: [...files, { name: 'provenance.json', text: provenance }] };
}

/** `2026-11-24-122140-SPY-demo-playback`: by instant, in characters that every file system takes. */
function folderName(state: DashboardState): string {
  const at = shownNow(state);
  const symbol = shownSubscription(state).symbol.replaceAll(/[^A-Za-z0-9.]+/g, '-');
  const kind = [state.connection.hello?.mode === 'demo' && 'demo', isPlayed(state) && 'playback'];
  const time = formatClock(at).replaceAll(':', '');
  return [newYorkDate(at), time, symbol, ...kind].filter(Boolean).join('-');
}

function pictureFile(state: DashboardState, shown: Shown): SavedFile {
  if (shown.kind === 'sentences') return { name: 'picture.txt', text: `${shown.lines.join('\n')}\n` };
  const look = state.ui.theme === 'light' ? 'light' : 'dark';
  const what = isPlayed(state) ? 'as recorded' : 'live';
  const title = `Spyglass: ${shownSubscription(state).symbol}, ${newYorkText(shownNow(state))}, ${what}`;
  return { name: 'picture.svg', text: frameSvg(shown.drawn, { look, title }) };
}
