import test from 'ava';
import { openDashboard } from '../support/open-dashboard.ts';

test.serial('? opens the help, Enter runs the selected command, Escape closes it', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  terminal.press('?');
  await terminal.until('help', (text) => text.includes('╭─ Help'));
  t.true(terminal.text().includes('DEMO · simulated prices'));
  terminal.press('\u001b');
  await terminal.until('no help', (text) => !text.includes('╭─ Help'));
  terminal.press('?');
  terminal.press('refresh ev');
  await terminal.until('one command', (text) => /: refresh ev/.test(text) && !text.includes('Next theme'));
  terminal.press('\r');
  await terminal.until('no help', (text) => !text.includes('╭─ Help') && text.includes('refreshing'));
  t.deepEqual(connection.asked[0]!.params, { job: 'all', force: true });
});

test.serial(
  'typing searches the help, Backspace takes a letter back, and what matches nothing says so',
  async (t) => {
    const { terminal } = await openDashboard(t);
    terminal.press(':');
    terminal.press('jq?');
    await terminal.until('closed by ?', (text) => !text.includes('╭─ Help'));
    terminal.press(':');
    terminal.press('freezez');
    await terminal.until('nothing', (text) => text.includes('Nothing matches “freezez”'));
    terminal.press('\u007f');
    await terminal.until('freeze', (text) => text.includes('Hold the picture still'));
    terminal.press('\r');
    await terminal.until('held', (text) => text.includes('holding the picture'));
    t.pass();
  },
);

test.serial('the help says why the selected command cannot be used now', async (t) => {
  const { terminal } = await openDashboard(t);
  terminal.press('?money again');
  await terminal.until('the reason', (text) => /│ +The chain follows the money already\. +│/.test(text));
  terminal.press('\u001b');
  await terminal.until('no help', (text) => !text.includes('╭─ Help'));
  terminal.press('?refresh ev');
  const text = await terminal.until('another', (screen) => screen.includes('Refresh everything now'));
  t.false(text.includes('follows the money already'));
});
