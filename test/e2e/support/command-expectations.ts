import { isReady } from './screen.ts';

type Seen = (screen: string, before: string) => boolean;
type Step = readonly [keys: string, seen: Seen];

/** How a command is tried, and what people see when its key has done its work. Every command of the table needs one. */
export interface Expectation {
  /** Pressed before, each until what is seen holds; the overview, without a dialog, is where it starts. */
  first?: readonly Step[];
  /** Pressed after the command's key, for one whose work is seen only with the next key. */
  next?: string;
  seen: Seen;
  /** Pressed to undo it. A dialog that stands open then is closed without being told. */
  back?: readonly Step[];
  /** The program ends: it needs a run of its own, and this is its exit code. */
  ends?: number;
  /** The file whose tests try it, where a demo that runs on cannot. */
  elsewhere?: string;
}

const esc = '\u001b';
const down = '\u001b[B';
const pageUp = '\u001b[5~';
const pageDown = '\u001b[6~';

/** What a terminal sends for the keys of the table. */
export const keyBytes: Record<string, string> = {
  up: '\u001b[A',
  down,
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  'page-up': pageUp,
  'page-down': pageDown,
  enter: '\r',
  escape: esc,
  backspace: '\u007f',
  tab: '\t',
  'shift-tab': '\u001b[Z',
  'ctrl-c': '\u0003',
  'ctrl-z': '\u001a',
};

const has =
  (...marks: string[]): Seen =>
  (screen) =>
    marks.every((mark) => screen.includes(mark));
const lacks =
  (mark: string): Seen =>
  (screen) =>
    !screen.includes(mark);
const foot = (screen: string) => screen.split('\n').at(-1)!;
const boxes = (screen: string) => (screen.match(/╭─/g) ?? []).length;

const window = /· ([\d.]+)–([\d.]+) of ([\d.]+)–([\d.]+) ─/;
const strikesShown = (screen: string) => window.exec(screen)?.slice(1).map(Number) ?? [];
const isMoved: Seen = (screen) => screen.includes('0 re-centres');
const isToday: Seen = (screen) => screen.includes('SPY 0-DTE');
const isLater: Seen = (screen) => /SPY [1-9]\d?-DTE/.test(screen);
/** The first line of the list. */
const alertsHead = / rule +now +state/;
const strikeTitle = (screen: string) => Number(/╭─ Strike ([\d.]+)/.exec(screen)?.[1]);

const help = ['?', has('╭─ Help')] as const;
const strike = ['\r', has('╭─ Strike')] as const;
const filter = ['/', has('/ ▏')] as const;
const assumptions = ['a', has('What the levels assume')] as const;
const plan = ['P', has('What this plan gives')] as const;
const alerts = ['A', has('╭─ Alerts')] as const;
const rule = ['!', has('╭─ Alert here', 'Rule SPY ')] as const;
/** A rule was written, by this key or by one before; then the list of alerts. */
const added: readonly Step[] = [
  rule,
  ['\r', (screen) => /Added: |stands already/.test(foot(screen)) && !screen.includes('╭─ Alert here')],
  alerts,
];
const question = ['x', has('Remove “')] as const;
const ruleOf = (screen: string) => /Rule (.*?)▏/.exec(screen)?.[1] ?? '';
const watch = ['s', has('╭─ Watch list')] as const;
const stop = ['Q', has('Stop the daemon (process')] as const;
const prune = ['p', (screen: string) => screen.includes('╭─ Prune') && !screen.includes('Counting')] as const;
const askedTime = ['T', has('╭─ Time')] as const;
const filterAgain = ['/', has('▏')] as const;
const following = ['0', lacks('0 re-centres')] as const;
/** On a screen that has room for everything, keys that scroll say so. */
const nothingToScroll = (dialog: string, first: Step): Record<string, Expectation> =>
  Object.fromEntries(
    ['down', 'up', 'page-down', 'page-up'].map((key) => [
      `${dialog}-${key}`,
      { first: [first], seen: (screen: string) => foot(screen).includes('Everything is shown already.') },
    ]),
  );
const played = ['b', has('REPLAY', 'of')] as const;
const toLive = [esc, lacks('REPLAY')] as const;
const calendar = ['d', has('╭─ Recorded days')] as const;
const prompt = ['u', has('╭─ Run to a condition')] as const;
const closed = [esc, lacks('╭─ R')] as const;
/** The prompt begins with the last condition. */
const erased = '\u007f'.repeat(40);
/** A condition that has been searched for. */
const searched: readonly Step[] = [
  prompt,
  [`${erased}price > 1`, has('price > 1▏')],
  // A message of an earlier search may stand there still.
  ['\r', (screen) => !screen.includes('╭─ Run') && /begins (at no|on)/.test(foot(screen))],
];
/** The instant of a recording that is shown, to the second. */
const instant = (screen: string) => /REPLAY +\w+ \d+ \w+ ([\d:]+) ET/.exec(screen)?.[1] ?? '';
const pollBack = ['\u001b[D', (screen: string, before: string) => instant(screen) < instant(before)] as const;
const said =
  (...words: string[]): Seen =>
  (screen) =>
    words.some((word) => foot(screen).includes(word));
/** What the cursor of the chart reads: a time, a price, a change and a volume. */
const readsPrice: Seen = (screen) =>
  /│ \d\d:\d\d(:\d\d)? ET +(–|\d+\.\d+) .*volume/.test(screen) && foot(screen).includes('Esc no cursor');
/** The time that the cursor stands at. */
const cursorTime = (screen: string) => /│ (\d\d:\d\d(:\d\d)?) ET /.exec(screen)?.[1] ?? '';
const cursor: readonly Step[] = [
  ['3', has('previous close')],
  ['C', readsPrice],
];
const isEarlier: Seen = (screen, before) =>
  cursorTime(screen) !== '' && cursorTime(screen) < cursorTime(before);
const isLaterTime: Seen = (screen, before) => cursorTime(screen) > cursorTime(before);
const noCursor = [esc, lacks('Esc no cursor')] as const;
const noDialog = (title: string): Seen => lacks(`╭─ ${title}`);

export const expectations: Record<string, Expectation> = {
  'screen-overview': { first: [['2', lacks('─ API usage')]], seen: isReady },
  'screen-chain': { seen: (screen) => boxes(screen) === 1 && screen.includes('0-DTE chain') },
  'screen-chart': { seen: has('VWAP', ' 5D ') },
  'screen-usage': { seen: has('Last calls', 'Endpoints') },
  'screen-store': { seen: (screen) => /option_contracts +\d/.test(screen) },
  'screen-levels': { seen: has('gamma exposure', 'call wall') },
  refresh: { seen: (screen) => /\d contracts .*\d m?s\b/.test(foot(screen)) },
  'refresh-all': { seen: (screen) => /SPY \d+\.\d\d · .*contracts/.test(foot(screen)) },
  // Usage refreshes itself, the quote has nothing to scroll: the footer knows which pane is focused.
  'focus-next': { seen: (screen) => foot(screen).includes('q quit') && !foot(screen).includes('r refresh ') },
  'focus-previous': { seen: (screen) => foot(screen).includes('q quit') && !foot(screen).includes('move') },
  expand: { seen: (screen) => boxes(screen) === 1 && screen.includes('0-DTE') },
  down: { seen: isMoved, back: [following] },
  up: { seen: isMoved, back: [following] },
  'page-down': {
    seen: (screen, before) => strikesShown(screen)[0]! > strikesShown(before)[0]!,
    back: [following],
  },
  'page-up': {
    seen: (screen, before) => strikesShown(screen)[0]! < strikesShown(before)[0]!,
    back: [following],
  },
  first: {
    seen: (screen) => isMoved(screen, '') && strikesShown(screen)[0] === strikesShown(screen)[2],
    back: [following],
  },
  last: {
    seen: (screen) => isMoved(screen, '') && strikesShown(screen)[1] === strikesShown(screen)[3],
    back: [following],
  },
  're-centre': { first: [['G', isMoved]], seen: lacks('0 re-centres') },
  strike: { seen: has('╭─ Strike', 'open interest') },
  columns: { seen: has('Columns: prices'), back: [['ccc', has('Columns: all')]] },
  filter: { seen: has('/ ▏') },
  sort: {
    seen: has('Chain by volume, largest first', ' · by volume'),
    back: [['oooo', has('Chain by strike')]],
  },
  'range-next': {
    first: [['3', has('previous close')]],
    seen: lacks('previous close'),
    back: [['\u001b[D', has('previous close')]],
  },
  'range-previous': {
    first: [['3', has('previous close')]],
    seen: lacks('previous close'),
    back: [['\u001b[C', has('previous close')]],
  },
  'chart-style': {
    first: [['3', has('previous close')]],
    seen: (screen) => /O \d+\.\d\d H \d+\.\d\d L \d+\.\d\d C \d+\.\d\d/.test(screen),
    back: [['i', lacks(' H ')]],
  },
  'chart-cursor': {
    first: [['3', has('previous close')]],
    seen: readsPrice,
    back: [[esc, lacks('Esc no cursor')]],
  },
  // Of a demo that has just begun, no past day has minutes.
  'chart-day-before': {
    first: [['3', has('previous close')]],
    seen: has('· past day', 'asks the vendor for them'),
    back: [[esc, lacks('· past day')]],
  },
  'chart-day-after': {
    first: [
      ['3', has('previous close')],
      ['<', has('· past day')],
    ],
    seen: lacks('· past day'),
  },
  weight: {
    first: [['6', has('by open interest')]],
    seen: has('GEX · ', 'by volume · '),
    back: [['v', has('by open interest')]],
  },
  // One expiration is recorded here; with several, `sum-of-expirations.test.ts` of the dashboard tries it.
  'all-expirations': {
    first: [['6', has('by open interest')]],
    seen: (screen) => foot(screen).includes('One expiration of SPY is recorded'),
  },
  assumptions: { seen: has('What the levels assume') },
  plan: { seen: has('What this plan gives') },
  alerts: { seen: has('╭─ Alerts', 'price > 1 ') },
  'alert-here': { seen: has('╭─ Alert here', '▸ SPY price crosses ') },
  watch: { seen: has('╭─ Watch list', 'QQQ') },
  // One symbol is recorded here; with several, `symbols.test.ts` of the dashboard tries both.
  'symbol-next': { seen: has('╭─ Watch list', 'QQQ') },
  'symbol-previous': { seen: (screen) => foot(screen).includes('One symbol is recorded; w shows others.') },
  'expiration-next': { seen: isLater, back: [['n', isToday]] },
  'expiration-previous': { first: [[']', isLater]], seen: isToday },
  'expiration-nearest': { first: [[']', isLater]], seen: isToday },
  freeze: { seen: has('holding the picture', 'f lets it run'), back: [['f', lacks('holding')]] },
  'save-picture': { seen: said('Saved in ') },
  playback: { seen: has('REPLAY'), back: [toLive] },
  'playback-time': { seen: has('╭─ Time', '10:30, -15m') },
  prune: { seen: has('╭─ Prune', 'option_contracts') },
  theme: { seen: has('Theme: light'), back: [['tttt', has('Theme: dark')]] },
  help: { seen: has('╭─ Help', 'Refresh the focused pane now') },
  back: { first: [['e', (screen) => boxes(screen) === 1]], seen: (screen) => boxes(screen) === 3 },
  // Seen from the shell: a program that nobody can bring back only stops.
  suspend: { seen: () => false, elsewhere: 'terminal-restored.test.ts' },
  'start-daemon': { seen: () => false, elsewhere: 'quit.test.ts' },
  // A dashboard that was never open before has missed nothing.
  missed: { seen: said('Nothing was missed') },
  ...Object.fromEntries(
    ['down', 'up', 'page-down', 'page-up', 'go', 'close'].map((key): [string, Expectation] => [
      `missed-${key}`,
      { seen: () => false, elsewhere: '../tui/dialogs/missed.test.ts' },
    ]),
  ),
  // A demo just ends.
  'quit-down': { seen: () => false, elsewhere: '../tui/dialogs/all-dialogs.test.ts' },
  'quit-up': { seen: () => false, elsewhere: '../tui/dialogs/all-dialogs.test.ts' },
  'quit-page-down': { seen: () => false, elsewhere: '../tui/dialogs/all-dialogs.test.ts' },
  'quit-page-up': { seen: () => false, elsewhere: '../tui/dialogs/all-dialogs.test.ts' },
  'quit-background': { seen: () => false, elsewhere: 'quit.test.ts' },
  'quit-stop': { seen: () => false, elsewhere: 'quit.test.ts' },
  'quit-stay': { seen: () => false, elsewhere: 'quit.test.ts' },
  quit: { seen: () => true, ends: 0 },
  stop: { seen: has('Stop the daemon (process') },

  'cursor-close': { first: cursor, seen: lacks('Esc no cursor') },
  'cursor-previous': { first: cursor, seen: isEarlier, back: [noCursor] },
  'cursor-next': { first: [...cursor, ['\u001b[H', isEarlier]], seen: isLaterTime, back: [noCursor] },
  'cursor-back': { first: cursor, seen: isEarlier, back: [noCursor] },
  'cursor-forward': { first: [...cursor, ['\u001b[H', isEarlier]], seen: isLaterTime, back: [noCursor] },
  'cursor-first': { first: cursor, seen: isEarlier, back: [noCursor] },
  'cursor-last': { first: [...cursor, ['\u001b[H', isEarlier]], seen: isLaterTime, back: [noCursor] },
  'cursor-go': { first: cursor, seen: has('REPLAY'), back: [noCursor, toLive] },

  'playback-leave': { first: [played], seen: lacks('REPLAY') },
  'playback-pause': {
    first: [played, ['\u001b[D', (screen, before) => instant(screen) < instant(before)]],
    seen: (screen) => /· (×1|paused at the end) /.test(screen),
    back: [toLive],
  },
  'playback-previous': {
    first: [played],
    seen: (screen, before) => instant(screen) < instant(before),
    back: [toLive],
  },
  'playback-next': {
    // One after the other: the step on goes from where both lead. The first may lead to the last poll only.
    first: [played, pollBack, pollBack],
    seen: (screen, before) => instant(screen) > instant(before),
    back: [toLive],
  },
  'playback-back': {
    first: [played],
    seen: (screen, before) => instant(screen) < instant(before),
    back: [toLive],
  },
  'playback-forward': {
    first: [played, [pageUp, (screen, before) => instant(screen) < instant(before)]],
    seen: (screen, before) => instant(screen) > instant(before),
    back: [toLive],
  },
  'playback-faster': { first: [played], seen: said('Speed ×2'), back: [toLive] },
  'playback-slower': { first: [played, ['+', said('Speed ×2')]], seen: said('Speed ×1'), back: [toLive] },
  'playback-session-open': {
    first: [played],
    seen: (screen) => instant(screen) === '09:30:00',
    back: [toLive],
  },
  'playback-session-close': { first: [played], seen: said('has not come to its close yet'), back: [toLive] },
  'playback-day-before': { first: [played], seen: said('is recorded.'), back: [toLive] },
  'playback-day-after': { first: [played], seen: said('is recorded.'), back: [toLive] },
  'playback-marker-before': {
    first: [played],
    seen: (screen, before) => instant(screen) < instant(before) || said('no earlier marker')(screen, before),
    back: [toLive],
  },
  'playback-marker-after': { first: [played], seen: said('no later marker'), back: [toLive] },
  'playback-days': { first: [played], seen: has('╭─ Recorded days'), back: [closed, toLive] },
  'playback-find': { first: [played], seen: has('╭─ Run to a condition'), back: [closed, toLive] },
  'playback-find-back': { first: [played], seen: has('╭─ Run back to a condition'), back: [closed, toLive] },
  'playback-find-next': {
    first: [played, ...searched],
    seen: said('begins at no later instant', 'is recorded.', 'begins on'),
    back: [toLive],
  },
  'playback-find-previous': {
    first: [played, ...searched],
    seen: said('begins at no earlier instant', 'begins on'),
    back: [toLive],
  },

  'playback-mark': { first: [played], seen: has('changes since', '±mid'), back: [toLive] },
  'playback-unmark': {
    first: [played, ['m', has('changes since')]],
    seen: lacks('changes since'),
    back: [toLive],
  },

  // Of a demo that has just begun, one day is recorded.
  ...Object.fromEntries(
    ['next', 'previous', 'week-after', 'week-before', 'month-after', 'month-before', 'last', 'first'].map(
      (move): [string, Expectation] => [
        `days-${move}`,
        { first: [played, calendar], seen: has('╭─ Recorded days', ' poll'), back: [closed, toLive] },
      ],
    ),
  ),
  'days-go': { first: [played, calendar], seen: noDialog('Recorded days'), back: [toLive] },
  'days-close': { first: [played, calendar], seen: noDialog('Recorded days'), back: [toLive] },
  'condition-run': {
    first: [played, prompt, [`${erased}price > 1`, has('price > 1▏')]],
    seen: said('begins at no later instant', 'begins on'),
    back: [toLive],
  },
  'condition-turn': {
    first: [played, prompt],
    seen: has('╭─ Run back to a condition'),
    back: [closed, toLive],
  },
  'condition-erase': {
    first: [played, prompt, [`${erased}iv > 3`, has('iv > 3▏')]],
    seen: has('iv > ▏'),
    back: [closed, toLive],
  },
  'condition-close': { first: [played, prompt], seen: noDialog('Run to a condition'), back: [toLive] },

  'time-go': {
    first: [askedTime, ['-1s', has(' ET')]],
    seen: has('REPLAY'),
    back: [toLive],
  },
  'time-erase': { first: [askedTime, ['-1s', has('Go to -1s▏')]], seen: has('Go to -1▏') },
  'time-close': { first: [askedTime], seen: noDialog('Time') },

  'help-down': { first: [help], next: '\r', seen: (screen) => boxes(screen) === 1 },
  'help-up': {
    first: [help, [down.repeat(2), has('╭─ Help')]],
    next: '\r',
    seen: (screen) => boxes(screen) === 1,
  },
  'help-page-down': { first: [help], seen: (screen) => !/─ 1–\d+ of/.test(screen) },
  'help-page-up': {
    first: [help, [pageDown.repeat(2), (screen) => !/─ 1–\d+ of/.test(screen)]],
    next: pageUp,
    seen: (screen) => /─ 1–\d+ of/.test(screen),
  },
  'help-erase': { first: [help, ['freezex', has('Nothing matches')]], seen: has('Hold the picture still') },
  'help-run': {
    first: [help, ['hold', lacks('Next theme')]],
    seen: has('holding the picture'),
    back: [['f', lacks('holding')]],
  },
  'help-close': { first: [help], seen: noDialog('Help') },
  'filter-keep': {
    first: [filter, ['atm3', has('filter 6 of')]],
    seen: (screen) => /filter 6 of/.test(screen) && !screen.includes('▏'),
    back: [filterAgain, [esc, lacks('▏')]],
  },
  'filter-clear': {
    first: [filter, ['atm3', has('filter 6 of')]],
    seen: (screen) => !screen.includes('filter 6') && !screen.includes('▏'),
  },
  'filter-erase': { first: [filter, ['atm3', has('/ atm3▏')]], seen: has('/ atm▏') },
  'strike-down': {
    first: [strike],
    seen: (screen, before) => strikeTitle(screen) > strikeTitle(before),
    back: [[esc, noDialog('Strike')], following],
  },
  'strike-up': {
    first: [strike],
    seen: (screen, before) => strikeTitle(screen) < strikeTitle(before),
    back: [[esc, noDialog('Strike')], following],
  },
  'strike-page-down': { first: [strike], seen: has('Everything is shown already.') },
  'strike-page-up': { first: [strike], seen: has('Everything is shown already.') },
  'strike-close': { first: [strike], seen: noDialog('Strike'), back: [following] },
  ...nothingToScroll('plan', plan),
  'plan-close': { first: [plan], seen: lacks('What this plan gives') },
  'watch-down': { first: [watch], seen: has('▸ QQQ') },
  'watch-up': { first: [watch, [down, has('▸ QQQ')]], seen: has('▸ SPY') },
  'watch-erase': { first: [watch, ['QQQ', has('Look at QQQ▏')]], seen: has('Look at QQ▏') },
  'watch-choose': {
    first: [watch, [down, has('▸ QQQ')]],
    seen: has('╭─ QQQ ', 'QQQ 0-DTE'),
    back: [watch, ['\u001b[A', has('▸ SPY')], ['\r', has('╭─ SPY ', 'SPY 0-DTE')]],
  },
  'watch-close': { first: [watch], seen: noDialog('Watch list') },
  ...nothingToScroll('assumptions', assumptions),
  'assumptions-close': { first: [assumptions], seen: lacks('What the levels assume') },
  'alerts-down': { first: [alerts], seen: (screen) => !alertsHead.test(screen) },
  'alerts-up': {
    first: [alerts, [down, (screen) => !alertsHead.test(screen)]],
    seen: (screen) => alertsHead.test(screen),
  },
  'alerts-page-down': { first: [alerts], seen: lacks('price > 5 ') },
  'alerts-page-up': {
    first: [alerts, [pageDown, lacks('price > 5 ')]],
    seen: has('price > 1 '),
  },
  'alerts-close': { first: [alerts], seen: noDialog('Alerts') },
  'alerts-remove': {
    first: added,
    seen: has('Remove “SPY price crosses '),
    back: [[esc, lacks('Remove “')]],
  },
  'alerts-confirm': { first: [...added, question], seen: said('Removed: SPY price crosses ') },
  'rule-write': { first: [rule], seen: said('Added: SPY price crosses ', 'stands already') },
  'rule-next': { first: [rule], seen: (screen, before) => ruleOf(screen) !== ruleOf(before) },
  'rule-previous': { first: [rule], seen: (screen, before) => ruleOf(screen) !== ruleOf(before) },
  'rule-erase': { first: [rule], seen: (screen, before) => ruleOf(screen) === ruleOf(before).slice(0, -1) },
  'rule-close': { first: [rule], seen: noDialog('Alert here') },
  ...nothingToScroll('stop', stop),
  'stop-confirm': { first: [stop], seen: () => true, ends: 0 },
  'stop-cancel': { first: [stop], seen: lacks('Stop the daemon (') },
  ...nothingToScroll('prune', prune),
  // A new demo has nothing past its retention: the yes closes.
  // What a slow start has let expire is removed, and the dialog says so; else there is nothing to confirm.
  'prune-confirm': {
    first: [prune],
    seen: (screen) => screen.includes('Removed') || noDialog('Prune')(screen, screen),
    back: [[esc, noDialog('Prune')]],
  },
  'prune-cancel': { first: [prune], seen: noDialog('Prune') },
};
