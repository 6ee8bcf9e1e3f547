import { type Line, lineWidth, type Span } from '../../render/line.ts';
import type { Staleness } from '../../present/staleness.ts';
import type { DashboardState } from '../../state/state.ts';
import { type Store, useSelected } from '../../state/store.ts';
import { staleLabel } from './title.ts';

/** How stale a pane is, by a selector that makes a new object each time. */
export function useStaleness(
  store: Store,
  of: (state: DashboardState) => Staleness | null,
): Staleness | null {
  const ageMs = useSelected(store, (state) => of(state)?.ageMs ?? null);
  const error = useSelected(store, (state) => of(state)?.error ?? null);
  return ageMs === null ? null : { ageMs, error };
}

/** Border that a label leaves between itself and the next corner or label. */
const minRule = 1;

/** The same top border without what stands on its right. */
function withoutStatus(border: Line, at: number): Line {
  const corner = border.at(-1)!;
  const rule = border[at]!;
  const freed = lineWidth(border.slice(at, -1));
  return [...border.slice(0, at), ['─'.repeat(freed), rule[1]], corner];
}

/**
 * The label in the free part of a box's top border, after the title: the longest form that fits, with the box's status
 * where both fit.
 */
function labelled(border: Line, stale: Staleness): Line {
  const at = border.findIndex(([text], index) => index > 0 && /^\u2500+$/.test(text));
  if (at < 0) return border;
  for (const staleness of [stale, { ...stale, error: null }]) {
    for (const form of [border, withoutStatus(border, at)]) {
      const [rule, token] = form[at]!;
      const label: Line = [['·', 'dim'], [' '], ...staleLabel(staleness).slice(1), [' ', token]];
      const rest = rule.length - lineWidth(label);
      if (rest >= minRule) {
        return [...form.slice(0, at), ...label, ['─'.repeat(rest), token], ...form.slice(at + 1)];
      }
    }
  }
  return border;
}

/** A drawn box with stale values: they lose their colours, and the title says why. */
export function staleBox(lines: readonly Line[], stale: Staleness | null): readonly Line[] {
  if (!stale) return lines;
  return lines.map((line, row) => {
    if (row === 0)
      return lines.length > 1 ? labelled(line, stale) : line.map(([text]) => [text, 'stale'] as const);
    if (row === lines.length - 1) return line;
    return line.map(
      (span, index): Span => (index === 0 || index === line.length - 1 ? span : [span[0], 'stale']),
    );
  });
}
