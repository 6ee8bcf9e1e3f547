import type { JobCoverage } from '../../../protocol/state.ts';
import type { Line } from '../../render/line.ts';
import { alignLeft, textWidth } from '../../render/width.ts';
import { plural } from '../../present/number.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { formatCoverage } from '../usage/usage-jobs.ts';

const symbolsOf = (coverage: readonly JobCoverage[]): string[] => [
  ...new Set(coverage.flatMap(({ symbol }) => symbol ?? [])),
];

/** All of one symbol together, the symbols in the order of their first jobs. */
export function bySymbol(coverage: readonly JobCoverage[]): readonly JobCoverage[] {
  const symbols = symbolsOf(coverage);
  const place = ({ symbol }: JobCoverage) => (symbol === undefined ? -1 : symbols.indexOf(symbol));
  return [...coverage].sort((one, other) => place(one) - place(other));
}

const kindOf = ({ job }: JobCoverage) => job.split(' ')[0]!;

/** `chain 99.4%`, or `3 chains, least 99.4%` of several expirations. */
function shareOf(kind: string, own: readonly JobCoverage[]): Line {
  const ratios = own.map(({ ratio }) => ratio);
  const least = ratios.includes(null) ? null : Math.min(...ratios.map((ratio) => ratio ?? 0));
  const name = upstreamText(kind, 20);
  const label = own.length === 1 ? `${name} ` : `${plural(own.length, name)}, least `;
  const text = least === null ? 'nothing' : formatCoverage(least);
  return [
    [label, 'dim'],
    [text, least === null || least < 0.98 ? 'warning' : 'ok'],
  ];
}

/** A line for each symbol, for panes that have no room for a bar of each job. */
export function symbolLines(coverage: readonly JobCoverage[], rows: number): Line[] {
  const symbols = symbolsOf(coverage);
  const name = Math.max(0, ...symbols.map(textWidth)) + 2;
  const lines = symbols.map((symbol): Line => {
    const own = coverage.filter((each) => each.symbol === symbol);
    const shares = [...new Set(own.map(kindOf))].flatMap(
      (kind, index): Line => [
        [index === 0 ? '' : ' · ', 'dim'],
        ...shareOf(
          kind,
          own.filter((each) => kindOf(each) === kind),
        ),
      ],
    );
    const gaps = own.reduce((sum, each) => sum + each.gaps, 0);
    const missing: Line = gaps > 0 ? [[` · ${plural(gaps, 'gap')}`, 'warning']] : [];
    return [[alignLeft(symbol, name)], ...shares, ...missing];
  });
  if (lines.length <= rows) return lines;
  const left = lines.length - rows + 1;
  return [...lines.slice(0, rows - 1), [[plural(left, 'more symbol'), 'faint']]];
}
