import type { Alert } from '../../../market/alerts/alert.ts';
import { formatMeasure } from '../../../market/alerts/alert-measures.ts';
import { namedRuleText } from '../../../market/alerts/alert-rule.ts';
import type { RuleState } from '../../../protocol/alerts.ts';
import type { KeyOf } from '../../keys/key-of.ts';
import type { Line, Span } from '../../render/line.ts';
import { alignLeft, alignRight, textWidth, wrapText } from '../../render/width.ts';
import { keyHints } from '../../panes/frame/key-hints.ts';
import { channelLines } from '../../present/alert-channels.ts';
import { dash } from '../../present/number.ts';
import { formatClock, formatMoment } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { addedRules, alertsToday, askedRule } from '../../state/alert-selectors.ts';
import { isPlayed, shownAlerts, shownNow } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Token } from '../../theme/tokens.ts';
import { type DialogWindow, dialogColumns, dialogWindow } from '../window.ts';

const valueCells = 9;
const firedCells = 8;
const markCells = 2;
const gap = '  ';
/** A value older than this is shown as stale; polls on a small plan are a minute or two apart. */
const oldAfterMs = 10 * 60_000;

function stateText(
  { idle, isMet, isArmed, since, value, comparison }: RuleState,
  now: number,
): [string, Token] {
  if (idle !== null) return [upstreamText(idle, 60), 'warning'];
  if (value === null) return ['no value yet', 'dim'];
  if (isMet) return [`met since ${formatMoment(since ?? now, now)}`, 'strong'];
  if (isArmed) return [comparison === 'crosses' ? 'watching' : 'armed', 'ok'];
  return ['not re-armed yet', 'dim'];
}

/** An age goes on growing after it arrived, and time left on falling. */
function valueText({ measure, value, valueAt }: RuleState, now: number): string {
  if (value === null || valueAt === null) return dash;
  const sinceMs = Math.max(0, now - valueAt);
  const passed = { stale: sinceMs, expiry: -sinceMs } as Partial<Record<typeof measure, number>>;
  return formatMeasure(measure, value + (passed[measure] ?? 0));
}

interface Cells {
  rule: number;
  state: number;
}

const valueToken = (rule: RuleState, now: number): Token => {
  const isOld = rule.measure !== 'expiry' && rule.valueAt !== null && now - rule.valueAt > oldAfterMs;
  return rule.idle !== null || isOld ? 'stale' : 'text';
};

const markOf = ({ isMet, idle }: RuleState): Span => [
  isMet === true && idle === null ? '▲ ' : '  ',
  'warning',
];

function ruleLine(rule: RuleState, now: number, cells: Cells): Line {
  const [state, token] = stateText(rule, now);
  const fired = rule.lastFiredAt === null ? dash : formatClock(rule.lastFiredAt);
  return [
    markOf(rule),
    [alignLeft(upstreamText(rule.text), cells.rule), rule.idle === null ? 'text' : 'dim'],
    [alignRight(valueText(rule, now), valueCells), valueToken(rule, now)],
    [gap],
    [alignLeft(state, cells.state), token],
    [gap],
    [alignRight(fired, firedCells), 'dim'],
  ];
}

/** A rule with its value, and its state in the next line, for narrow terminals. */
function narrowLines(rule: RuleState, now: number, width: number): Line[] {
  const [state, token] = stateText(rule, now);
  const fired = rule.lastFiredAt === null ? '' : `, last at ${formatClock(rule.lastFiredAt)}`;
  const texts = wrapText(upstreamText(rule.text), width - markCells - valueCells);
  const first: Line = [
    markOf(rule),
    [alignLeft(texts[0] ?? '', width - markCells - valueCells), rule.idle === null ? 'text' : 'dim'],
    [alignRight(valueText(rule, now), valueCells), valueToken(rule, now)],
  ];
  const more = texts.slice(1).map((text): Line => [['  '], [text, rule.idle === null ? 'text' : 'dim']]);
  const states = wrapText(`${state}${fired}`, width - 4).map((text): Line => [['    '], [text, token]]);
  return [first, ...more, ...states];
}

/** Widest state that the column is made for. Longer states belong to rules that cannot be watched. */
const usualStateCells = 32;

function ruleLines(rules: readonly RuleState[], now: number, width: number): Line[] {
  const room = width - markCells - valueCells - firedCells - 2 * gap.length;
  const longest = (texts: readonly string[]) => Math.max(...texts.map(textWidth));
  const rule = Math.max(16, longest(rules.map(({ text }) => upstreamText(text))));
  const stated = longest(rules.map((each) => stateText(each, now)[0]));
  if (rule + stated > room) return rules.flatMap((each) => narrowLines(each, now, width));
  const cells = { rule, state: Math.max(stated, Math.min(usualStateCells, room - rule)) };
  const head: Line = [
    [' '.repeat(markCells)],
    [alignLeft('rule', cells.rule), 'faint'],
    [alignRight('now', valueCells), 'faint'],
    [gap],
    [alignLeft('state', cells.state), 'faint'],
    [gap],
    [alignRight('last', firedCells), 'faint'],
  ];
  return [head, ...rules.map((each) => ruleLine(each, now, cells))];
}

const inSettings =
  'Yours go into the settings file, which `spyglass config path` finds; a new start, or HUP, takes them over:';

function howToAdd(width: number, keyOf: KeyOf): Line[] {
  const key = keyOf('alert-here');
  const here = key === null ? '' : ` ${key} writes one about what is on screen.`;
  return [
    ...wrapText(`There are no alert rules yet.${here} ${inSettings}`, Math.min(69, width)).map(
      (text): Line => [[text]],
    ),
    [],
    [['  [alerts]', 'accent']],
    [['  rules = ["price > 700", "change < -1%", "stale > 2m"]', 'accent']],
  ];
}

/** @param when which of the day they are: `today`, `up to this instant` */
function recentLines(recent: readonly Alert[], width: number, when: string): Line[] {
  const indent = formatClock(0).length + gap.length;
  const alerts = recent.flatMap((alert): Line[] =>
    wrapText(upstreamText(alert.message, 200), width - indent).map((text, index) => [
      [index === 0 ? `${formatClock(alert.at)}${gap}` : ' '.repeat(indent), 'dim'],
      [text, alert.kind === 'rule' ? 'text' : 'dim'],
    ]),
  );
  return [
    [[`${when}, latest first`, 'faint']],
    ...(alerts.length > 0 ? alerts : [[[`No alerts ${when}.`, 'dim']] as Line]),
  ];
}

/** The rules as they stand, and the alerts of today. */
export function alertsWindow(state: DashboardState, keyOf: KeyOf): DialogWindow {
  const alerts = shownAlerts(state);
  const { hello } = state.connection;
  // A rule without a symbol is about the first one, which is plain only where there is no other.
  const named = (rule: RuleState): RuleState => {
    const text = hello?.symbols ? namedRuleText(rule, hello.symbol) : rule.text;
    return { ...rule, text: rule.origin === 'added' ? `${text} (${rule.id})` : text };
  };
  const width = Math.min(88, dialogColumns(state.ui));
  const rules =
    alerts.rules.length > 0
      ? ruleLines(alerts.rules.map(named), shownNow(state), width)
      : isPlayed(state)
        ? [[['How the rules stood is not recorded.', 'dim'] as const]]
        : howToAdd(width, keyOf);
  const body = [
    ...rules,
    ...originLines(state, width),
    ...channelLines(alerts.channels, shownNow(state), width),
    [],
    ...recentLines(alertsToday(state), width, isPlayed(state) ? 'up to this instant' : 'today'),
  ];
  const scrollHint = keyHints(keyOf, [['alerts-down', 'scroll']]);
  const asked = askedRule(state);
  const removable = addedRules(state).length > 0 && !isPlayed(state);
  const note = asked
    ? keyHints(keyOf, [
        ['alerts-confirm', 'remove it'],
        ['alerts-remove', 'another'],
        ['alerts-close', 'keep it'],
      ])
    : keyHints(keyOf, [
        ...(removable ? ([['alerts-remove', 'remove one']] as const) : []),
        ['alerts-close', 'close'],
      ]);
  const foot = asked ? questionLines(asked, width) : [];
  return dialogWindow({ title: 'Alerts', body, foot, scrollHint, note }, state.ui);
}

/** What the numbers behind rules mean, where there are any. */
function originLines(state: DashboardState, width: number): Line[] {
  if (isPlayed(state) || addedRules(state).length === 0) return [];
  const said = 'Rules with a number were added; the others are those of the settings.';
  return wrapText(said, width).map((text): Line => [[text, 'faint']]);
}

function questionLines({ text, id }: RuleState, width: number): Line[] {
  const question = `Remove “${upstreamText(text)}” (${id})?`;
  return [[], ...wrapText(question, width).map((line): Line => [[line, 'warning']])];
}
