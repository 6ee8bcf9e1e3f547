import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { hasUnicode } from '../output/terminal-kind.ts';

/** How the dashboard is drawn, by settings, flags and the terminal. */
export function lookOf({ environment, loaded }: Invocation, flags: GlobalFlags) {
  const { theme, motion, characters, screenReader } = loaded.settings;
  // Ink's own variable: set once, it counts for every program that uses Ink.
  const isScreenReader =
    flags.screenReader === true || screenReader || environment.env.INK_SCREEN_READER === 'true';
  const isAscii = characters === 'ascii' || (characters === 'auto' && !hasUnicode(environment));
  const isMotionReduced = motion === 'reduced';
  const appearance =
    theme === 'auto'
      ? { theme: 'dark' as const, followsBackground: true, isMotionReduced }
      : { theme, isMotionReduced };
  return { isAscii, isScreenReader, appearance };
}

/** The Linux console prints OSC 9 as text; ring the bell instead. */
export function attentionOf({ environment, loaded }: Invocation) {
  const { notify } = loaded.settings;
  const isPlain = ['linux', 'dumb'].includes(environment.env.TERM ?? '');
  return {
    notify: isPlain && notify !== 'off' ? ('bell' as const) : notify,
    isTmux: (environment.env.TMUX ?? '') !== '',
  };
}

/** The Linux console and dumb terminals report no mouse. */
export function hasMouse({ environment, loaded }: Invocation): boolean {
  return loaded.settings.mouse && !['linux', 'dumb'].includes(environment.env.TERM ?? '');
}
