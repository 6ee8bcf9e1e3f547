import { windowOf } from '../dialogs/dialog-view.tsx';
import { dayText } from '../dialogs/playback/days.ts';
import { plural } from '../present/number.ts';
import { type Line, plainLine } from '../render/line.ts';
import { shownPlayback } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';

const frame = /[\u2500-\u257f\u258f]+/g;

const textOf = (line: Line) => plainLine(line).replaceAll(frame, ' ').replaceAll(/\s+/g, ' ').trim();

/** What can be done, in the bottom border. */
const noteOf = (lines: readonly Line[]) => textOf(lines.at(-1) ?? []);

/** What an open dialog says, a line each, without its frame; none while there is no dialog. */
export function dialogSentences(state: DashboardState): string[] {
  const { dialog, chainFilter } = state.ui;
  if (dialog?.kind === 'filter')
    return [`Filter of the chain: ${chainFilter === '' ? 'empty' : chainFilter}`];
  const open = windowOf(state);
  if (!open) return [];
  if (dialog?.kind === 'days') return daysSentences(state, dialog.selected, noteOf(open.lines));
  const texts = open.lines.map(textOf);
  const [title = '', ...rest] = texts;
  const note = rest.pop() ?? '';
  const hasSelected = dialog?.kind === 'help' || dialog?.kind === 'missed' || dialog?.kind === 'rule';
  const selected = hasSelected ? selectedCommand(state) : [];
  return [
    `${title} dialog.`,
    ...selected,
    ...rest.filter((text) => text !== ''),
    ...(note === '' ? [] : [`Keys: ${note}`]),
  ];
}

/** The calendar is a drawing; what it says of the selected day is not. */
function daysSentences(state: DashboardState, selected: string, keys: string): string[] {
  const days = shownPlayback(state)?.days ?? [];
  const day = days.find(({ date }) => date === selected);
  return [
    'Recorded days dialog.',
    `${plural(days.length, 'recorded day')}.`,
    ...(day ? [`Selected: ${dayText(day)}`] : []),
    `Keys: ${keys}`,
  ];
}

/** On screen a colour shows the selected command, what was missed, or the proposed rule; a screen reader needs words. */
function selectedCommand(state: DashboardState): string[] {
  const row = windowOf(state)?.lines.find((line) =>
    line.some(([, , background]) => background === 'selection'),
  );
  const text = row ? textOf(row) : '';
  return text === '' ? [] : [`Selected: ${text}`];
}
