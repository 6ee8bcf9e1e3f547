import { isCursorOn } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { cursorCommands } from './chart/cursor-commands.ts';
import type { Command, CommandScope } from './command.ts';
import { effectiveCommands } from './effective-commands.ts';
import { paneCommands } from './pane-commands.ts';
import { playbackCommands } from './playback/playback-commands.ts';

const listed: readonly Command[] = [...paneCommands, ...playbackCommands, ...cursorCommands];

/** What the help lists: the commands that hold on the panes now, with the keys by which they are reached there. */
export function helpCommands(state: DashboardState): readonly Command[] {
  return heldCommands(effectiveCommands(listed, state.keys), scopesOnPanes(state));
}

/** The scopes of the panes, the first one first: a playback, and a cursor in the chart, have keys of their own beside theirs. */
export function scopesOnPanes(state: Pick<DashboardState, 'playback' | 'ui'>): readonly CommandScope[] {
  return [
    ...(isCursorOn(state) ? (['cursor'] as const) : []),
    ...(state.playback ? (['playback'] as const) : []),
    'panes',
  ];
}

/**
 * The commands of some scopes. Where two scopes have a key, it is the first one's; the others keep the keys that are left.
 */
export function heldCommands(commands: readonly Command[], scopes: readonly CommandScope[]): Command[] {
  const taken = new Set<string>();
  return scopes.flatMap((scope) => {
    const own = commands.filter((command) => command.scope === scope);
    const held = own.map((command) => withoutKeys(command, taken));
    for (const { keys } of own) for (const key of keys) taken.add(key);
    return held;
  });
}

function withoutKeys(command: Command, taken: ReadonlySet<string>): Command {
  if (!command.keys.some((key) => taken.has(key))) return command;
  // A hint for two commands by two keys is wrong without one of them.
  const { footerKey, ...rest } = command;
  return { ...rest, keys: command.keys.filter((key) => !taken.has(key)) };
}
