import test from 'ava';
import { openDashboard } from './support/open-dashboard.ts';
import { sampleSnapshot } from './support/sample.ts';
import { sampleHello } from './support/sample-hello.ts';
import { sampleNow } from './support/sample-times.ts';

function countedTour() {
  let ended = 0;
  const end = () => {
    ended += 1;
  };
  return { end, ended: () => ended };
}

test.serial('the tour is there with the first picture; a key closes it and does what it does', async (t) => {
  for (const [columns, rows] of [
    [60, 16],
    [120, 40],
  ] as const) {
    const tour = countedTour();
    const { terminal } = await openDashboard(t, { tour, columns, rows });
    await terminal.until(
      'the tour',
      (text) => text.includes('First steps') && text.includes('go back in time'),
    );
    t.is(tour.ended(), 0);
    terminal.press('?');
    await terminal.until('the help', (text) => text.includes('╭─ Help') && !text.includes('First steps'));
    t.is(tour.ended(), 1);
    terminal.press('\u001b');
    await terminal.until('the panes', (text) => !text.includes('╭─ Help') && !text.includes('First steps'));
    t.is(tour.ended(), 1);
  }
});

test.serial('Escape closes the tour and does nothing else', async (t) => {
  const tour = countedTour();
  const { terminal } = await openDashboard(t, { tour });
  await terminal.until('the tour', (text) => text.includes('First steps'));
  terminal.press('\u001b');
  const text = await terminal.until('the panes', (screen) => !screen.includes('First steps'));
  t.is(tour.ended(), 1);
  t.true(text.split('\n').at(-1)!.includes('q quit'));
});

test.serial('a screen reader gets the tour as sentences', async (t) => {
  const tour = countedTour();
  const given = { tour, isScreenReader: true, rows: 80, snapshot: null };
  const { terminal, connection } = await openDashboard(t, given);
  connection.connect(sampleSnapshot(), sampleHello({ now: sampleNow }));
  const text = await terminal.until('the tour', (screen) => screen.includes('First steps dialog.'));
  t.regex(text, /\? every key; type what you look for/);
});

test.serial('without a first start there is no tour', async (t) => {
  const { terminal } = await openDashboard(t);
  t.false(terminal.text().includes('First steps'));
});
