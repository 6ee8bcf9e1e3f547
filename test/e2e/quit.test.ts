import test from 'ava';
import { isLiveReady, openLiveMarket } from './support/live-market.ts';
import type { Terminal } from './support/terminal.ts';
import { long } from '../support/long.ts';

const movedTo = (text: string) => Number(/in the background \(process (\d+)\)/.exec(text)?.[1]);

const press = (keys: string) => (terminal: Terminal) => terminal.press(keys);

for (const [name, ask, answer] of [
  ['Enter', press('q'), press('\r')],
  ['a second Ctrl-C', press('\u0003'), press('\u0003')],
  ['kill -INT', press('q'), (terminal: Terminal) => terminal.kill('SIGINT')],
] as const) {
  (name === 'Enter' ? test : long).serial(
    `quitting a live dashboard asks once, and ${name} keeps recording in the background`,
    async (t) => {
      const market = await openLiveMarket(t);
      const terminal = market.open({ inShell: true });
      await terminal.until('the first picture', isLiveReady);
      ask(terminal);
      const asked = await terminal.until('the question', (screen) => screen.includes('─ Quit'));
      t.true(asked.includes('keep recording in the background'));
      answer(terminal);
      const after = await terminal.until('the shell', (screen) => /^exit \d+$/m.test(screen));
      t.regex(after, /^exit 0$/m);
      t.regex(after, /to stop it: spyglass daemon stop --data-dir/);
      const pid = movedTo(after.replaceAll('\n', ''));
      const status = await market.statusUntil((found) => found !== null);
      t.is(status?.hello.pid, pid);
      t.is((await market.run('daemon', 'stop')).code, 0);
    },
  );
}

test.serial('stopping ends the recording, and staying changes nothing', async (t) => {
  const market = await openLiveMarket(t);
  const terminal = market.open({ inShell: true });
  await terminal.until('the first picture', isLiveReady);
  for (const key of ['\u001b', 'n', 'q']) {
    terminal.press('q');
    await terminal.until('the question', (screen) => screen.includes('─ Quit'));
    terminal.press(key);
    await terminal.until('no question', (screen) => !screen.includes('─ Quit'));
  }
  terminal.press('q');
  await terminal.until('the question', (screen) => screen.includes('─ Quit'));
  terminal.press('s');
  const after = await terminal.until('the shell', (screen) => /^exit \d+$/m.test(screen));
  t.regex(after, /^exit 0$/m);
  t.notRegex(after, /in the background/);
  t.is((await market.run('status')).code, 3);
});

for (const [setting, signal, code, goesOn] of [
  ['ask', 'SIGHUP', 129, true],
  ['background', 'SIGHUP', 129, true],
  ['stop', 'SIGHUP', 129, false],
  ['background', 'SIGTERM', 143, false],
] as const) {
  const what = goesOn ? 'leaves a daemon in the background' : 'ends the recording';
  long.serial(`with dashboard.on_quit = ${setting}, ${signal} ${what}`, async (t) => {
    const market = await openLiveMarket(t, { SPYGLASS_ON_QUIT: setting });
    const terminal = market.open({ inShell: true });
    await terminal.until('the first picture', isLiveReady);
    terminal.kill(signal);
    const after = await terminal.until('the shell', (screen) => /^exit \d+$/m.test(screen));
    t.regex(after, new RegExp(`^exit ${code}$`, 'm'));
    t.false(terminal.isAlternate());
    if (goesOn) {
      const status = await market.statusUntil((found) => found !== null);
      t.is(status?.hello.pid, movedTo(after.replaceAll('\n', '')));
    } else t.is((await market.run('status')).code, 3);
  });
}

test.serial('a closed window leaves a daemon in the background', async (t) => {
  const market = await openLiveMarket(t);
  const pty = market.openWindow();
  await market.statusUntil((status) => status?.hello.pid === pty.pid);
  pty.closeWindow();
  const status = await market.statusUntil((found) => found !== null && found.hello.pid !== pty.pid);
  t.not(status?.hello.pid, pty.pid);
  await pty.exit;
  t.regex(market.log(), /"msg":"recording"[\s\S]*"msg":"recording"/);
});

long.serial(
  'where no process can take over, recording goes on in the dashboard, which says why',
  async (t) => {
    const market = await openLiveMarket(t);
    const terminal = market.open();
    await terminal.until('the first picture', isLiveReady);
    market.breakSettings();
    terminal.press('q');
    await terminal.until('the question', (screen) => screen.includes('─ Quit'));
    terminal.press('\r');
    const screen = await terminal.until('why not', (text) => text.includes('It could not move'));
    t.regex(screen, /upstream\.retries/);
    t.is((await market.statusOf())?.hello.pid, terminal.pid);
    terminal.press('\u001b');
    await terminal.until('the picture', isLiveReady);
  },
);

long.serial('where no process can take over from a closed window, its own goes on recording', async (t) => {
  const market = await openLiveMarket(t);
  const pty = market.openWindow();
  await market.statusUntil((status) => status?.hello.pid === pty.pid);
  market.breakSettings();
  pty.closeWindow();
  await market.said('could not move into the background');
  const before = market.rows<{ n: number }>('select count(*) as n from chain_polls')[0]!.n;
  await market.statusUntil(
    () => market.rows<{ n: number }>('select count(*) as n from chain_polls')[0]!.n > before,
  );
  t.is((await market.statusOf())?.hello.pid, pty.pid);
  process.kill(pty.pid, 'SIGTERM');
  await pty.exit;
  t.is(await market.statusOf(), null);
});

long.serial(
  'a dashboard whose daemon is gone starts one in the background, and needs not ask then',
  async (t) => {
    const market = await openLiveMarket(t);
    const terminal = market.open({ inShell: true });
    await terminal.until('the first picture', isLiveReady);
    const other = market.open();
    await other.until('the first picture', (screen) => screen.includes('attached'));
    t.is((await market.run('daemon', 'stop')).code, 0);
    await terminal.until('the offer', (screen) => screen.includes('D starts one'));
    terminal.press('D');
    await terminal.until(
      'it is back',
      (screen) => !screen.includes('daemon gone') && screen.includes('attached'),
    );
    await other.until('the other is back', (screen) => !screen.includes('daemon gone'));
    terminal.press('q');
    await terminal.until('the shell', (screen) => /^exit 0$/m.test(screen));
    t.not(await market.statusOf(), null);
  },
);
