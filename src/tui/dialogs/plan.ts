import type { KeyOf } from '../keys/key-of.ts';
import type { Line } from '../render/line.ts';
import { wrapText } from '../render/width.ts';
import { keyHints } from '../panes/frame/key-hints.ts';
import { limitText, worksLines } from '../present/plan-text.ts';
import { planFacts } from '../state/plan/plan.ts';
import type { DashboardState } from '../state/state.ts';
import { type DialogWindow, dialogColumns, dialogWindow } from './window.ts';

/** What this key's plan gives, what it does not, and which plan does. */
export function planWindow(state: DashboardState, keyOf: KeyOf): DialogWindow {
  const title = 'What this plan gives';
  const note = keyHints(keyOf, [['plan-close', 'close']]);
  const facts = planFacts(state);
  if (!facts) {
    const { hello } = state.connection;
    const text =
      hello && hello.mode !== 'live'
        ? 'This market is simulated: it has everything.'
        : 'Not known before the first quote and the first chain.';
    return dialogWindow({ title, body: [[[text, 'dim']]], note }, state.ui);
  }
  const width = Math.min(72, dialogColumns(state.ui));
  const entry = (mark: string, token: 'ok' | 'warning', text: string): Line[] =>
    wrapText(text, width - 2).map((line, row): Line => [[row === 0 ? `${mark} ` : '  ', token], [line]]);
  const works = worksLines(facts, state.connection.hello?.symbol ?? '').flatMap((text) =>
    entry('+', 'ok', text),
  );
  const lacks = facts.limits.flatMap((limit) => entry('–', 'warning', limitText[limit]));
  const body: Line[] = [...works, ...(lacks.length > 0 ? [[], ...lacks] : [])];
  const scrollHint = keyHints(keyOf, [['plan-down', 'scroll']]);
  return dialogWindow({ title, body, scrollHint, note }, state.ui);
}
