import { freshnessOf, timesOfQuote } from '../../../market/quotes/freshness.ts';
import { type ChartRange, chartRanges } from '../../charts/range.ts';
import { drawBox } from '../../render/box.ts';
import { type Line, lineWidth, type Span } from '../../render/line.ts';
import { ageText, badgeSpan } from '../../present/freshness-text.ts';
import { formatWeekdayDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { keyHints } from '../frame/key-hints.ts';
import { pickLabels, titleToken } from '../frame/title.ts';
import { chartLegend } from './chart-legend.ts';
import type { ChartPaneInput } from './chart-pane-input.ts';

function rangeSpans(range: ChartRange): Line {
  return chartRanges.flatMap((name): Span[] =>
    name === range ? [[` ${name} `, 'text', 'tab']] : [[` ${name} `, 'dim']],
  );
}

function waiting({ failure, isAnswered, range, keyOf, pastDate }: ChartPaneInput): Line {
  if (failure) return [[upstreamText(`${failure.message} ${failure.hint}`), 'warning']];
  if (!isAnswered) return [['Asking the daemon for bars…', 'dim']];
  if (pastDate !== null) {
    const key = keyOf('refresh') ?? 'a refresh';
    return [
      [`No minutes of ${formatWeekdayDate(pastDate)} are stored; ${key} asks the vendor for them.`, 'dim'],
    ];
  }
  return [
    [
      range === '1D'
        ? 'No price of this session yet.'
        : `No bars recorded yet; they come after the close, or with ${keyOf('refresh-all') ?? 'a refresh'}.`,
      'dim',
    ],
  ];
}

const levelNames = [
  'CW call wall · PW put wall · MP max pain · ±EM expected move',
  'CW PW walls · MP max pain · ±EM expected move',
];

/**
 * In the bottom border: whose levels are drawn, the keys, and what the levels' letters stand for where there is room.
 */
function noteOf({ rect, range, levels, keyOf, style, reading, isPlayed }: ChartPaneInput): Line {
  const usual = [
    ['range-next', 'range'],
    ['chart-style', style === 'line' ? 'candles' : 'line'],
  ] as const;
  const ofCursor = [
    ['cursor-previous', 'move'],
    ['cursor-close', 'no cursor'],
  ] as const;
  const days = range === '1D' && !isPlayed ? ([['chart-day-before', 'day']] as const) : [];
  const all = keyHints(keyOf, reading ? ofCursor : [...usual, ['chart-cursor', 'cursor'], ...days]);
  if (levels === null) return all;
  const named: Line = [[levels, 'dim']];
  const explained = levelNames.map((names): Line => [...named, [` · ${names}  `, 'faint'], ...all]);
  const shorter = [all, ...(reading ? [] : [keyHints(keyOf, usual)])];
  const forms: Line[] = [...explained, ...shorter.map((keys): Line => [...named, ['  '], ...keys]), named];
  return forms.find((form) => lineWidth(form) + noteFrame <= rect.width) ?? all;
}

/** Corners, the blanks around the note and a piece of border on both sides. */
const noteFrame = 6;

/** The age of what is newest; of a past day its date. */
function statuses({ quote, phase, now, pastDate, chart }: ChartPaneInput): Line[] {
  if (pastDate !== null) {
    const date: Line = [[formatWeekdayDate(pastDate), 'strong']];
    return [[...date, [chart ? ' · past day, from stored minutes' : ' · past day', 'dim']], date];
  }
  if (!quote) return [];
  const freshness = freshnessOf(timesOfQuote(quote), phase, now);
  return [[[`${ageText(freshness, now)} · `, 'dim'], badgeSpan(freshness.badge)]];
}

export function chartPaneLines(input: ChartPaneInput): Line[] {
  const { rect, isFocused } = input;
  const title: Line = [[`${input.symbol || 'Chart'} `, titleToken(isFocused)], ...rangeSpans(input.range)];
  const forms = [...statuses(input), []].map((status) => ({ title, status }));
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    ...pickLabels(rect.width, forms),
    note: noteOf(input),
    body: [chartLegend(input), ...(input.chart ?? [[], waiting(input)])],
  });
}
