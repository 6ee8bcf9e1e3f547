import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { hasUnicode } from '../output/terminal-kind.ts';

export function lookOf({ environment, loaded }: Invocation, flags: GlobalFlags) {
  const { theme, motion, characters, screenReader } = loaded.settings;
  // Ink's own variable, so that who has set it for other programs need not set ours.
  const isScreenReader =
    flags.screenReader === true || screenReader || environment.env.INK_SCREEN_READER === 'true';
  const isAscii = characters === 'ascii' || (characters === 'auto' && !hasUnicode(environment));
  return { isAscii, isScreenReader, appearance: { theme, isMotionReduced: motion === 'reduced' } };
}

/** Of an OSC 9, the Linux console would show the text; a bell it knows. */
export function attentionOf({ environment, loaded }: Invocation) {
  const { notify } = loaded.settings;
  const isPlain = ['linux', 'dumb'].includes(environment.env.TERM ?? '');
  return {
    notify: isPlain && notify !== 'off' ? ('bell' as const) : notify,
    isTmux: (environment.env.TMUX ?? '') !== '',
  };
}

/** The Linux console and terminals that can nothing have no mouse to report. */
export function hasMouse({ environment, loaded }: Invocation): boolean {
  return loaded.settings.mouse && !['linux', 'dumb'].includes(environment.env.TERM ?? '');
}
