import { isReady } from './support/screen.ts';
import { makeHome, openTerminal } from './support/terminal.ts';
import { long } from '../support/long.ts';

long('the demo switches to another symbol, to a later expiration and back', async (t) => {
  const terminal = openTerminal(t, makeHome(t), ['--demo']);
  await terminal.until('the first chain', (screen) => isReady(screen) && /SPY 0-DTE chain/.test(screen));
  terminal.press('s');
  await terminal.until(
    'the watch list',
    (screen) => /╭─ Watch list/.test(screen) && /QQQ +\d{3}\.\d\d/.test(screen),
  );
  terminal.press('j\r');
  await terminal.until('the chain of QQQ', (screen) => /QQQ 0-DTE chain .* contracts/.test(screen));
  terminal.press(']');
  await terminal.until('its next expiration', (screen) => /QQQ [1-4]-DTE chain .* contracts/.test(screen));
  terminal.press('n');
  await terminal.until('today’s again', (screen) => /QQQ 0-DTE chain .* contracts/.test(screen));
  terminal.press('sNVDA\r');
  await terminal.until('a symbol that was typed', (screen) => /NVDA \d-DTE chain .* contracts/.test(screen));
  terminal.press('q');
  t.is((await terminal.exit).code, 0);
});
