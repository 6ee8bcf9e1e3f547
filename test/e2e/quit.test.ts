import test from 'ava';
import { isLiveReady, openLiveMarket } from './support/live-market.ts';

const movedTo = (text: string) => Number(/in the background \(process (\d+)\)/.exec(text)?.[1]);

for (const [name, keys] of [
  ['Enter', ['q', '\r']],
  ['a second Ctrl-C', ['\u0003', '\u0003']],
] as const) {
  test.serial(
    `quitting a live dashboard asks once, and ${name} keeps recording in the background`,
    async (t) => {
      const market = await openLiveMarket(t);
      const terminal = market.open({ inShell: true });
      await terminal.until('the first picture', isLiveReady);
      terminal.press(keys[0]);
      const asked = await terminal.until('the question', (screen) => screen.includes('─ Quit'));
      t.true(asked.includes('keep recording in the background'));
      terminal.press(keys[1]);
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
