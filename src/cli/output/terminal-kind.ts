import type { Environment } from '../invocation/environment.ts';

type Variables = Environment['env'];

/** The locale's encoding by POSIX's order of variables; empty where none is set. */
export function localeOf(env: Variables): string {
  return env.LC_ALL || env.LC_CTYPE || env.LANG || '';
}

/**
 * Whether text may hold more than ASCII. A locale that says otherwise is believed (tmux draws underscores in `C`); where
 * there is none, as in many containers, the terminal itself nearly always can. The Linux console has no braille dots.
 */
export function hasUnicode({ env, platform }: Pick<Environment, 'env' | 'platform'>): boolean {
  if (env.TERM === 'linux') return false;
  const locale = localeOf(env);
  return platform === 'darwin' || platform === 'win32' || locale === '' || /utf-?8/i.test(locale);
}

/** A terminal that can only print lines: no cursor to move, no screen to draw on. */
export function isDumb({ env, platform }: Pick<Environment, 'env' | 'platform'>): boolean {
  return platform !== 'win32' && (env.TERM === undefined || ['', 'dumb'].includes(env.TERM));
}
