import { windowOf } from '../dialogs/dialog-view.tsx';
import { plainLine } from '../render/line.ts';
import type { DashboardState } from '../state/state.ts';

const frame = /[\u2500-\u257f\u258f]+/g;

/** What an open dialog says, a line each, without its frame; none while there is no dialog. */
export function dialogSentences(state: DashboardState): string[] {
  const { dialog, chainFilter } = state.ui;
  if (dialog?.kind === 'filter')
    return [`Filter of the chain: ${chainFilter === '' ? 'empty' : chainFilter}`];
  const open = windowOf(state);
  if (!open) return [];
  const texts = open.lines.map((line) =>
    plainLine(line).replaceAll(frame, ' ').replaceAll(/\s+/g, ' ').trim(),
  );
  const [title = '', ...rest] = texts;
  const note = rest.pop() ?? '';
  const selected = dialog?.kind === 'help' ? selectedCommand(state) : [];
  return [
    `${title} dialog.`,
    ...selected,
    ...rest.filter((text) => text !== ''),
    ...(note === '' ? [] : [`Keys: ${note}`]),
  ];
}

/** On screen a colour shows the selected command; a screen reader needs words. */
function selectedCommand(state: DashboardState): string[] {
  const row = windowOf(state)?.lines.find((line) =>
    line.some(([, , background]) => background === 'selection'),
  );
  const text = row ? plainLine(row).replaceAll(frame, ' ').replaceAll(/\s+/g, ' ').trim() : '';
  return text === '' ? [] : [`Selected: ${text}`];
}
