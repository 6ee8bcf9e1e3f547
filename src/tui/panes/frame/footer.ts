import type { Command } from '../../commands/command.ts';
import { commandsOf } from '../../commands/commands-table.ts';
import { heldCommands } from '../../commands/held-commands.ts';
import { scopeOf, scopesOf } from '../../commands/dispatch.ts';
import { keyLabel } from '../../keys/keys.ts';
import { screenCommands } from '../../commands/screens.ts';
import { fitLine, type Line, lineWidth, type Span } from '../../render/line.ts';
import { layoutOf } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';

const hint = ({ keys, footerKey, label }: Command): Line => [
  [footerKey ?? keyLabel(keys[0]!), 'key'],
  [` ${label}`, 'dim'],
];

const gap: Span = ['   '];
/** How far the commands of the panes stand behind those of a playback, of which the most used come before all of them. */
const afterFirst = 5.5;

function hasTabLine(state: DashboardState): boolean {
  const layout = layoutOf(state);
  return layout.kind === 'panes' && layout.tabs !== null;
}

/** Commands that can be used now: as many as fit, by priority, in the order of the table. */
export function footerHints(state: DashboardState, width: number): Line {
  const scope = scopeOf(state);
  const usable = heldCommands(commandsOf(state), scopesOf(state)).filter(
    ({ footer, keys, isEnabled, isHinted }) =>
      footer !== null && keys.length > 0 && isEnabled(state) === true && isHinted?.(state) !== false,
  );
  // What a playback is there for comes before what can be done on the panes anyway.
  const isFirst = ({ scope: place }: Command) => place !== 'panes' || scope === 'panes';
  const priorityOf = (command: Command) =>
    (isFirst(command) ? 0 : afterFirst) + (command.footerIn?.(state) ?? command.footer!);
  const byPriority = [...usable].sort((a, b) => priorityOf(a) - priorityOf(b));
  const chosen = new Set<Command>();
  let used = 1;
  for (const command of byPriority) {
    const cells = lineWidth(hint(command)) + gap[0].length;
    if (used + cells > width) break;
    used += cells;
    chosen.add(command);
  }
  // Terminals without the line of screens show their keys here.
  const screens: Line = [['1–6', 'key'], [' screens', 'dim'], gap];
  const isOwn = screenCommands.every(({ id }) => !state.keys.has(id));
  const isScreensShown =
    (scope === 'panes' || scope === 'playback') &&
    isOwn &&
    !hasTabLine(state) &&
    used + lineWidth(screens) <= width;
  const shown = usable.filter((command) => chosen.has(command));
  return fitLine(
    [[' '], ...(isScreensShown ? screens : []), ...shown.flatMap((command) => [...hint(command), gap])],
    width,
  );
}

/** The hints or, for some seconds, the result of the last command. */
export function footerLine(state: DashboardState, width: number): Line {
  const { toast } = state.ui;
  if (!toast) return footerHints(state, width);
  return fitLine([[' '], [toast.text, toast.token]], width);
}
