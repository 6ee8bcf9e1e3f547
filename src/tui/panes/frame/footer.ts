import type { Command } from '../../commands/command.ts';
import { commandsOf } from '../../commands/commands-table.ts';
import { heldCommands } from '../../commands/held-commands.ts';
import { scopeOf, scopesOf } from '../../commands/dispatch.ts';
import { keyLabel } from '../../keys/keys.ts';
import { screenCommands } from '../../commands/screens.ts';
import { fitLine, type Line, lineWidth, type Span } from '../../render/line.ts';
import { textWidth } from '../../render/width.ts';
import { layoutOf } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';

const hint = ({ keys, footerKey, label }: Command): Line => [
  [footerKey ?? keyLabel(keys[0]!), 'key'],
  [` ${label}`, 'dim'],
];

const margin: Span = [' '];
const gap: Span = ['   '];
/** How far the commands of the panes stand behind those of a playback, of which the most used come before all of them. */
const afterFirst = 5.5;

function hasTabLine(state: DashboardState): boolean {
  const layout = layoutOf(state);
  return layout.kind === 'panes' && layout.tabs !== null;
}

/** A hint as it is drawn; its command is `null` where it stands for several keys that no single command has. */
interface Hint {
  command: Command | null;
  line: Line;
}

/** Commands that can be used now: as many as fit, by priority, in the order of the table. */
function fittingHints(state: DashboardState, width: number): Hint[] {
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
  let used = textWidth(margin[0]);
  for (const command of byPriority) {
    const cells = lineWidth(hint(command)) + gap[0].length;
    if (used + cells > width) break;
    used += cells;
    chosen.add(command);
  }
  // Terminals without the line of screens show their keys here.
  const screens: Line = [
    ['1–6', 'key'],
    [' screens', 'dim'],
  ];
  const isOwn = screenCommands.every(({ id }) => !state.keys.has(id));
  const isScreensShown =
    (scope === 'panes' || scope === 'playback') &&
    isOwn &&
    !hasTabLine(state) &&
    used + lineWidth(screens) + gap[0].length <= width;
  const shown = usable.filter((command) => chosen.has(command));
  return [
    ...(isScreensShown ? [{ command: null, line: screens }] : []),
    ...shown.map((command) => ({ command, line: hint(command) })),
  ];
}

/** The hints of commands that can be used now, as many as fit. */
export function footerHints(state: DashboardState, width: number): Line {
  return fitLine([margin, ...fittingHints(state, width).flatMap(({ line }) => [...line, gap])], width);
}

/**
 * The command whose hint stands there; `null` between and to the right of them, and while a notice is shown. Where a hint shows the
 * keys of two commands (`, .`), each key is its own.
 */
export function footerCommandAt(state: DashboardState, width: number, column: number): Command | null {
  if (state.ui.toast) return null;
  let from = textWidth(margin[0]);
  for (const { command, line } of fittingHints(state, width)) {
    const end = from + lineWidth(line);
    if (column >= from && column < end) return command && ofShownKey(state, command, column - from);
    from = end + textWidth(gap[0]);
  }
  return null;
}

/** @param cell of the hint of `command`, from 0 */
function ofShownKey(state: DashboardState, command: Command, cell: number): Command {
  const { footerKey, scope } = command;
  if (footerKey === undefined || cell >= textWidth(footerKey)) return command;
  const [first = '', second = ''] = footerKey.includes(' ') ? footerKey.split(' ') : footerKey;
  const isSecond = cell >= textWidth(footerKey) - textWidth(second);
  if (!isSecond && cell >= textWidth(first)) return command;
  const label = isSecond ? second : first;
  const held = heldCommands(commandsOf(state), scopesOf(state));
  return (
    held.find((other) => other.scope === scope && other.keys.some((key) => keyLabel(key) === label)) ??
    command
  );
}

/** The hints or, for some seconds, the result of the last command. */
export function footerLine(state: DashboardState, width: number): Line {
  const { toast } = state.ui;
  if (!toast) return footerHints(state, width);
  return fitLine([margin, [toast.text, toast.token]], width);
}
