import { scrolledWindow } from '../../dialogs/scrolled-window.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Dialog } from '../../state/ui/dialog.ts';
import type { Command, CommandContext } from '../command.ts';

/** Hints do not change the number of lines. */
const noKeys = () => null;

export function canScrollDialog(state: DashboardState): true | string {
  const shown = scrolledWindow(state, noKeys)?.shown;
  return (shown !== undefined && shown.total > shown.rows) || 'Everything is shown already.';
}

/** By lines, or by pages. */
type Step = { lines: number } | { pages: number };

function scrollDialog({ store }: CommandContext, step: Step): void {
  const shown = scrolledWindow(store.getState(), noKeys)?.shown;
  if (!shown) return;
  const by = 'lines' in step ? step.lines : step.pages * Math.max(1, shown.rows - 1);
  // The window stops at the last line, so that the way back starts with the first step.
  const last = Math.max(0, shown.total - shown.rows);
  store.dispatch({ type: 'dialog-scrolled', top: Math.max(0, Math.min(last, shown.first + by)) });
}

const scrolling = (
  scope: Exclude<Dialog['kind'], 'tour'>,
  name: string,
  keys: readonly string[],
  step: Step,
): Command => ({
  id: `${scope}-${name}`,
  scope,
  keys,
  label: name.replace('-', ' '),
  summary: `${'pages' in step ? 'A page' : 'A line'} ${name.replace('page-', '')}`,
  footer: null,
  isEnabled: canScrollDialog,
  run: (context) => scrollDialog(context, step),
});

/** Keys that scroll a dialog by pages. */
export function pagingCommands(scope: Exclude<Dialog['kind'], 'tour'>): Command[] {
  return [
    {
      ...scrolling(scope, 'page-down', ['page-down'], { pages: 1 }),
      footerKey: 'PgUp PgDn',
    },
    scrolling(scope, 'page-up', ['page-up'], { pages: -1 }),
  ];
}

/** Keys that scroll a dialog in which nothing is selected. */
export function scrollCommands(scope: Exclude<Dialog['kind'], 'tour'>): Command[] {
  return [
    {
      ...scrolling(scope, 'down', ['down', 'j'], { lines: 1 }),
      ...{ footerKey: '↑↓', label: 'scroll', footer: 2 },
    },
    scrolling(scope, 'up', ['up', 'k'], { lines: -1 }),
    ...pagingCommands(scope),
  ];
}
