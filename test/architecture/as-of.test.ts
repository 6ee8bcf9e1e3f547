import test from 'ava';
import { sources } from './sources.ts';

/** What is drawn and said, and how the state is reduced: all of it as of an instant that it is given. */
const asOf = /^src\/tui\/(panes|dialogs|present|charts|screen-reader|state|layout|render|theme)\//;

/** Files that bring messages and time into the state, or decide when something is drawn. */
const timers = [
  'src/tui/screen-reader/paced-text.ts',
  'src/tui/state/picture/feed.ts',
  'src/tui/state/questions.ts',
];

test('nothing that is drawn, said or reduced has a clock, since a recording is shown as of its own instant', (t) => {
  const wrong = sources
    .filter((file) => asOf.test(file.name) && !timers.includes(file.name))
    .filter((file) => /base\/clock\.ts'|\bclock\.(now|monotonic|after)\(/.test(file.text));
  t.deepEqual(
    wrong.map((file) => file.name),
    [],
  );
});

/** What is about the market as it is, whatever is on screen, and why. */
const ofTheMarket: Record<string, string> = {
  'src/tui/panes/frame/header-view.tsx':
    'the top line while the market is shown; its clock runs in a held picture, too',
  'src/tui/panes/frame/strip-view.tsx': 'problems, while the market is shown',
  'src/tui/panes/playback/live-view.tsx': 'the line of a playback about the market as it is',
  'src/tui/present/plan-text.ts': 'the notice about the plan, while the market is shown',
  'src/tui/screen-reader/sentences.ts': 'problems, while the market is shown',
  'src/tui/screen-reader/playback-sentences.ts': 'the sentence of a playback about the market as it is',
};

test('panes, dialogs and sentences draw from what is shown, and not from the market beneath a playback', (t) => {
  const drawn = /^src\/tui\/(panes|dialogs|present|charts|screen-reader)\//;
  const direct =
    /\b(state|whole)\.(picture|answers|alerts)\b|\bnow\.market\b|\{[^}]*\b(picture|answers|alerts)\b[^}]*\}: DashboardState/;
  const found = sources
    .filter((file) => drawn.test(file.name) && direct.test(file.text))
    .map(({ name }) => name);
  const paced = 'src/tui/screen-reader/paced-text.ts';
  t.deepEqual(found.filter((name) => name !== paced).toSorted(), Object.keys(ofTheMarket).toSorted());
});

test('the instant that is shown is decided in one place', (t) => {
  const readers = sources
    .filter((file) => /^src\/tui\/state\//.test(file.name) && /\bnow\.market\b/.test(file.text))
    .map(({ name }) => name);
  t.deepEqual(readers.toSorted(), [
    // The newest alert of the market as it is.
    'src/tui/state/alert-selectors.ts',
    // Since when the daemon is gone.
    'src/tui/state/connected.ts',
    'src/tui/state/freshness.ts',
    'src/tui/state/picture/feed.ts',
    // How far the market has come, on the scrub bar.
    'src/tui/state/playback/scrub.ts',
    // What a typed `today` means.
    'src/tui/state/playback/typed-instant.ts',
    'src/tui/state/selectors.ts',
    // What a held picture is of.
    'src/tui/state/state.ts',
  ]);
});
