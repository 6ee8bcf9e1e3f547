import type { KeyOf } from '../../keys/key-of.ts';
import { keyHints } from '../../panes/frame/key-hints.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { Line } from '../../render/line.ts';
import { alignLeft, textWidth, wrapText } from '../../render/width.ts';
import { type RuleJudgement, judgeRule } from '../../state/alert-selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import type { Dialog, RuleProposal } from '../../state/ui/dialog.ts';
import type { Token } from '../../theme/tokens.ts';
import { type DialogWindow, dialogColumns, dialogRows, dialogWindow } from '../window.ts';

type RuleDialog = Extract<Dialog, { kind: 'rule' }>;

const widest = 72;
/** Rows kept for what is said of the rule, so that typing does not move the window. */
const saidRows = 2;

const label = 'Rule ';

function saidOf({ progress }: RuleDialog, { says, isRule }: RuleJudgement, width: number): Line[] {
  const lines = (text: string, token: Token) =>
    wrapText(upstreamText(text, 300), width)
      .slice(0, saidRows)
      .map((line): Line => [[line, token]]);
  if (progress.step === 'writing') return lines('The daemon writes it…', 'accent');
  if (progress.step === 'typing') return lines(says, isRule ? 'dim' : 'warning');
  const { message, hint } = progress.failure;
  const whole = wrapText(upstreamText(`${message} ${hint}`, 300), width);
  return lines(whole.length <= saidRows ? `${message} ${hint}` : message, 'warning');
}

const gap = 2;
const markCells = 2;

/** A rule and what it is about; on narrow terminals that stands in a line below. */
function proposalLines(
  { rule, about }: RuleProposal,
  isSelected: boolean,
  cells: { rule: number; width: number },
): Line[] {
  const background = isSelected ? ('selection' as const) : undefined;
  const mark = isSelected ? '▸ ' : '  ';
  const room = cells.width - markCells;
  if (room - cells.rule - gap >= about.length) {
    const said = alignLeft(about, room - cells.rule - gap);
    return [
      [
        [mark, 'accent', background],
        [alignLeft(rule, cells.rule + gap), 'text', background],
        [said, 'dim', background],
      ],
    ];
  }
  return [
    [
      [mark, 'accent', background],
      [alignLeft(rule, room), 'text', background],
    ],
    ...wrapText(about, room - gap).map(
      (text): Line => [
        [' '.repeat(markCells + gap), 'dim', background],
        [alignLeft(text, room - gap), 'dim', background],
      ],
    ),
  ];
}

/** The rule that would be written, and others about what is on screen. */
export function ruleWindow(state: DashboardState, dialog: RuleDialog, keyOf: KeyOf): DialogWindow {
  const { typed, proposals } = dialog;
  const width = Math.min(widest, dialogColumns(state.ui));
  const room = width - label.length - 1;
  // The end of a long one is what is being typed.
  const shown = typed.length > room ? `…${typed.slice(1 - room)}` : typed;
  const field: Line = [
    [label, 'dim'],
    [shown, 'strong'],
    ['▏', 'accent'],
    [' '.repeat(Math.max(0, room - textWidth(shown)))],
  ];
  const said = saidOf(dialog, judgeRule(state, typed), width);
  const padding = Array.from({ length: saidRows - said.length }, (): Line => []);
  const selected = proposals.findIndex(({ rule }) => rule === typed);
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  const ruleCells = longest(proposals.map(({ rule }) => rule));
  const isWide = markCells + ruleCells + gap + longest(proposals.map(({ about }) => about)) <= width;
  // All of them in one form.
  const cells = { rule: isWide ? ruleCells : width, width };
  const entries = proposals.map((proposal, index) => proposalLines(proposal, index === selected, cells));
  const note = keyHints(keyOf, [
    ['rule-write', 'write it'],
    ...(proposals.length > 1 ? ([['rule-next', 'another']] as const) : []),
    ['rule-close', 'cancel'],
  ]);
  const head = [field, ...said, ...padding];
  // The list follows what is selected in it.
  const before = entries.slice(0, Math.max(0, selected)).flat().length;
  const half = Math.floor((dialogRows(state.ui) - head.length) / 2);
  const screen = { ...state.ui, dialogTop: Math.max(0, before - half) };
  return dialogWindow({ title: 'Alert here', head, body: entries.flat(), note }, screen);
}
