import test from 'ava';
import { openDashboard } from '../support/open-dashboard.ts';

const press = (column: number, row: number, button = 0) => `\u001b[<${button};${column + 1};${row + 1}M`;
const on = '\u001b[?1000h\u001b[?1002h\u001b[?1006h';
const off = '\u001b[?1006l\u001b[?1002l\u001b[?1000l';
const isOn = (raw: string) => raw.lastIndexOf(on) > raw.lastIndexOf(off);

test.serial('a click on a screen’s name shows that screen, at every width', async (t) => {
  const { terminal } = await openDashboard(t, { isMouseOn: true });
  for (const [columns, name, mark] of [
    [120, 'Store', 'Recorded'],
    [80, 'Levels', 'SPY GEX'],
    [61, 'API', 'Last calls'],
  ] as const) {
    terminal.resize(columns, 40);
    await terminal.until(`${columns} columns`, (text) =>
      text.split('\n').some((row) => /^╭.*╮$/.test(row) && row.length === columns),
    );
    terminal.press(press(terminal.rows()[1]!.indexOf(name), 1));
    await terminal.until(mark, (text) => text.includes(mark));
  }
  terminal.press(press(60, 1));
  terminal.press(press(2, 1));
  await terminal.until('the overview', (text) => text.includes('0-DTE'));
  t.true(terminal.rows()[1]!.includes('1 Over'));
});

test.serial('a click focuses the pane under it, and the wheel moves in the focused one', async (t) => {
  const { terminal, connection } = await openDashboard(t, { isMouseOn: true });
  const at = (mark: string) => {
    const row = terminal.rows().findIndex((text) => text.includes(mark));
    return press(terminal.rows()[row]!.indexOf(mark), row + 1);
  };
  terminal.press(at('─ API usage'));
  terminal.press(press(0, 0, 65).repeat(2));
  await terminal.until('the third call', (text) => text.includes('calls from 3'));
  terminal.press(press(0, 0, 64).repeat(5));
  await terminal.until('the first call', (text) => text.includes('last calls'));
  terminal.press(at('0-DTE chain'));
  terminal.press('r');
  await terminal.until('a request', () => connection.asked.length === 1);
  t.deepEqual(connection.asked[0]!.params, { job: 'chain', force: false });
});

test.serial('behind a dialog nothing is clicked; the wheel moves in its list', async (t) => {
  const { terminal, connection } = await openDashboard(t, { isMouseOn: true });
  terminal.press('?');
  await terminal.until('the help', (text) => text.includes('╭─ Help'));
  terminal.press(press(40, 1));
  terminal.press(press(0, 0, 65).repeat(7));
  terminal.press('\r');
  await terminal.until('the eighth command', () => connection.asked.length === 1);
  t.deepEqual(connection.asked[0]!.params, { job: 'all', force: true });
});

test.serial('a report that comes in parts is never a key press', async (t) => {
  const { terminal, connection } = await openDashboard(t, { isMouseOn: true });
  terminal.press('\u001b[<0;1');
  terminal.press('5;2M');
  await terminal.until('the second screen', (text) => !text.includes('─ API usage'));
  t.true(terminal.text().includes('0-DTE chain'));
  t.is(connection.asked.length, 0);
});

test.serial('function keys, Alt and Control work where the settings name them', async (t) => {
  const { terminal, connection } = await openDashboard(t, {
    keys: { refresh: ['f5'], theme: ['alt-t'], prune: ['ctrl-p'], quit: [] },
  });
  terminal.press('\u001b[15~');
  await terminal.until('a request', () => connection.asked.length === 1);
  t.deepEqual(connection.asked[0]!.params, { job: 'chain', force: false });
  terminal.press('\u001bt');
  await terminal.until('a theme', (text) => text.includes('Theme: light'));
  terminal.press('rtpq');
  terminal.press('\u0010');
  await terminal.until('the dialog', (text) => text.includes('╭─ Prune'));
  t.deepEqual(
    connection.asked.map(({ method }) => method),
    ['refresh', 'prune'],
  );
  terminal.press('\u001b');
  await terminal.until('no dialog', (text) => !text.includes('╭─ Prune'));
  terminal.press('?F5');
  await terminal.until('the help by its key', (text) => /│ +F5 +Refresh the focused pane now/.test(text));
});

test.serial('the mouse is left alone unless it is asked for', async (t) => {
  const { terminal, ended } = await openDashboard(t);
  terminal.press('q');
  await ended;
  t.false(terminal.raw().includes('\u001b[?1000'));
});

for (const [name, end] of [
  ['q', '\u0071'],
  ['Ctrl-C', '\u0003'],
] as const) {
  test.serial(`${name} gives the mouse back`, async (t) => {
    const { terminal, ended } = await openDashboard(t, { isMouseOn: true });
    t.true(isOn(terminal.raw()));
    terminal.press(end);
    await ended;
    await terminal.drained();
    t.false(isOn(terminal.raw()));
  });
}

test.serial('a failure and a signal give the mouse back', async (t) => {
  const failing = await openDashboard(t, { isMouseOn: true });
  failing.connection.send('health', {} as never);
  await failing.clock.advance(100);
  await t.throwsAsync(failing.ended, { instanceOf: TypeError });
  t.false(isOn(failing.terminal.raw()));

  const controller = new AbortController();
  const signalled = await openDashboard(t, { isMouseOn: true, signal: controller.signal });
  controller.abort();
  await signalled.ended;
  t.false(isOn(signalled.terminal.raw()));
});

test.serial('Ctrl-Z gives the mouse back until the dashboard is there again', async (t) => {
  let resume = () => {};
  const suspended = new Promise<void>((resolve) => {
    resume = resolve;
  });
  let isAway = false;
  const suspend = () => {
    isAway = true;
    return suspended;
  };
  const { terminal } = await openDashboard(t, { isMouseOn: true, suspend });
  terminal.press('\u001a');
  await terminal.until('the shell', () => isAway && !terminal.isAlternate());
  t.false(isOn(terminal.raw()));
  resume();
  await terminal.until('the dashboard with its mouse', () => terminal.isAlternate() && isOn(terminal.raw()));
  t.pass();
});

test.serial('what names a key names the one in force: tabs, reasons and the strip', async (t) => {
  const { terminal } = await openDashboard(t, {
    isMouseOn: true,
    keys: { 'screen-chart': ['f3'], freeze: ['alt-f'], 'screen-store': [] },
  });
  t.true(terminal.rows()[1]!.startsWith(' 1 Overview  2 Chain  F3 Chart  4 API usage   Store  6 Levels'));
  terminal.press('\u001b[C');
  await terminal.until('the reason', (text) => text.includes('Ranges belong to the chart; F3 shows it.'));
  terminal.press('\u001bf');
  await terminal.until('the strip', (text) => text.includes('recording goes on · Alt-f lets it run'));
  terminal.press(press(terminal.rows()[1]!.indexOf('Store'), 1));
  await terminal.until('the store', (text) => text.includes('Recorded'));
});
