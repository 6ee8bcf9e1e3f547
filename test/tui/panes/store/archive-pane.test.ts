import test from 'ava';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import type { ArchiveState } from '../../../../src/protocol/archive.ts';
import { archivePaneLines } from '../../../../src/tui/panes/store/archive-pane.ts';
import { sampleArchive } from '../../support/sample-archive.ts';
import { sampleNow } from '../../support/sample-times.ts';

const job = {
  ...{ name: 'archive', intervalMs: null, lastStartedAt: null, lastSucceededAt: null, lastError: null },
  ...{ isRunning: false, reason: '', nextAt: newYorkInstant('2026-11-23', '20:05') },
};

function draw(given: Partial<ArchiveState>, width = 80, height = 8): string {
  return archivePaneLines({
    rect: { x: 0, y: 0, width, height },
    ...{ isFocused: false, archive: sampleArchive(given), job, isPlayback: false, now: sampleNow },
  })
    .map((line) => line.map(([text]) => text).join(''))
    .join('\n');
}

const problem = {
  ...{ code: 'archive_unavailable', subject: 'archive', since: sampleNow },
  message: 'Nothing can be written to /mnt/archive: there is no room left (ENOSPC).',
  hint: 'Recording goes on, and nothing that is not archived is removed. Free some disk space.',
};

test('it says how much is archived, and when it goes on', (t) => {
  const text = draw({});
  t.regex(text, /44 sessions · 132 MB · 19\.2M rows · since 22 Sep/);
  t.regex(text, /nothing waits · next 20:05/);
  t.regex(text, /last SPY of Fri 20 Nov, at Fri 20:05/);
  t.regex(text, /\/tmp\/spyglass\/demo-archive/);
});

test('it says what is being archived, how far that is, and what comes after', (t) => {
  const running = {
    work: 'archive',
    symbol: 'I:SPX',
    date: '2026-11-19',
    since: sampleNow,
    share: 0.45,
  } as const;
  t.regex(
    draw({ running, waiting: 3, waitingSince: '2026-11-19' }),
    /archiving I:SPX of 19 Nov · 45% · 2 more sessions after that/,
  );
});

test('what waits is counted, with what is in the way and what to do, in a box and in a line', (t) => {
  const waits = { waiting: 2, waitingSince: '2026-11-19', problem };
  const text = draw(waits);
  t.regex(text, /2 sessions not archived since 19 Nov · next try 20:05/);
  t.regex(text, /no room left/);
  t.regex(text, /Free some +│\n│ disk space/);
  t.regex(draw(waits, 100, 1), /^ Archive Nothing can be written to \/mnt\/archive: there is no/);
});

test('what is wrong is shown before the rest where rows are few', (t) => {
  const text = draw({ problem, waiting: 1, waitingSince: '2026-11-20' }, 60, 6);
  t.regex(text, /44 sessions/);
  t.regex(text, /Nothing can be written/);
});

test('that archiving is off is said', (t) => {
  t.regex(draw({ isEnabled: false }), /off \(archive\.enabled\)/);
  t.regex(draw({ isEnabled: false }, 80, 1), /off \(archive\.enabled\)/);
});

test('before the first session it says so', (t) => {
  const none = { sessions: 0, bytes: 0, rows: 0, oldest: null, newest: null, last: null };
  t.regex(draw(none), /no session yet/);
});

test('damaged sessions are counted in the title', (t) => {
  t.regex(draw({ damaged: 2 }), /2 damaged sessions ─╮/);
});
