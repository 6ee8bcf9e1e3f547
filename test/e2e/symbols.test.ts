import test from 'ava';
import { isReady } from './support/screen.ts';
import { makeHome, openTerminal } from './support/terminal.ts';

test('the demo records two symbols: both on one line, compared, and s switches', async (t) => {
  const env = { SPYGLASS_RECORD_SYMBOLS: 'SPY,QQQ' };
  const terminal = openTerminal(t, makeHome(t), ['--demo'], { env });
  const second = (screen: string) => screen.split('\n')[1]!;
  await terminal.until(
    'both prices',
    (screen) => isReady(screen) && /SPY \d+\.\d\d .* QQQ \d+\.\d\d /.test(second(screen)),
  );
  terminal.press('6');
  await terminal.until('both compared', (screen) =>
    ['SPY', 'QQQ'].every((symbol) => new RegExp(` ${symbol} +0-DTE +\\d+\\.\\d\\d .* \\d+%`).test(screen)),
  );
  terminal.press('s');
  await terminal.until('the levels of QQQ', (screen) => /QQQ gamma exposure|QQQ GEX/.test(screen));
  terminal.press('s');
  await terminal.until('SPY again', (screen) => /SPY gamma exposure|SPY GEX/.test(screen));
  terminal.press('q');
  t.is((await terminal.exit).code, 0);
});
