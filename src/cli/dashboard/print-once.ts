import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { exitCodeOf } from '../../base/severity.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { colorLevel } from '../output/color-level.ts';
import { note } from '../output/output.ts';
import { connectTo, firstConnection, type Home, withHome } from './home.ts';
import { lookOf } from './terminal-look.ts';

/** Real milliseconds for the first quote and chain; a slow plan may have them a minute apart. */
const oncePatienceMs = 20_000;

/** Exits as `status` does, so that a script that only wants the picture learns of trouble, too. */
export async function printOnce(invocation: Invocation, flags: GlobalFlags): Promise<number> {
  return await withHome(invocation, flags, (home) => printHome(invocation, flags, home));
}

/** One picture of what a daemon shows first. @returns the exit code: that of `status`, 0 of the past */
export async function printHome(invocation: Invocation, flags: GlobalFlags, home: Home): Promise<number> {
  const { environment } = invocation;
  const { stdout, env } = environment;
  const symbol = symbolGiven(flags);
  if (home.asking) note(environment, home.asking);
  await home.ready;
  const { renderOnce } = await import('../../tui/once.tsx');
  const connection = firstConnection(home, environment, symbol);
  try {
    const { text, problems, ...shown } = await renderOnce({
      connection,
      clock: systemClock(),
      columns: cellsFrom(stdout.isTTY ? String(stdout.columns) : env.COLUMNS, 120),
      rows: cellsFrom(stdout.isTTY ? String(stdout.rows) : env.LINES, 40),
      colors: { level: stdout.isTTY && flags.color !== false ? colorLevel(env, stdout) : 0 },
      ...lookOf(invocation, flags),
      isEmbedded: home.isEmbedded,
      patienceMs: oncePatienceMs,
      ...(home.playback && {
        playback: {
          first: home.playback.first,
          open: (subscription) => connectTo(home, environment, subscription),
        },
      }),
    });
    if (symbol !== null && shown.symbol !== symbol) throw noRoomFor(symbol);
    if (home.notice) note(environment, home.notice);
    stdout.write(text);
    return exitCodeOf(problems);
  } finally {
    await connection.close();
  }
}

const noRoomFor = (symbol: string) =>
  new SpyglassError('no_data', `The daemon has no room for the chain of ${symbol}.`, {
    hint: 'Clients look at as many chains as it polls; close one of them.',
  });

/** What a variable of the environment says, where it makes sense; a picture has its limits. */
function cellsFrom(text: string | undefined, usual: number): number {
  return text !== undefined && /^[1-9]\d{0,3}$/.test(text) ? Math.min(500, Number(text)) : usual;
}
