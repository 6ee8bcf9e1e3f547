import { changeOf, type CursorReading } from '../../../charts/cursor/cursor-reading.ts';
import {
  arrowOf,
  dash,
  formatCents,
  formatCompact,
  formatPrice,
  formatSigned,
  formatSignedPercent,
} from '../../../present/number.ts';
import { type Line, lineWidth, shortenLine, type Span } from '../../../render/line.ts';
import { baseText, gapText, olderText, provenanceTexts, timeText, volumePartText } from './readout-text.ts';

/** A part of the line, longest form first; an empty form leaves it out. */
type Forms = readonly Line[];

const gap: Span = ['  '];

/** What the cursor reads, as one line of at most `width` cells: what matters least is shortened first. */
export function readoutLine(reading: CursorReading, width: number, now: number): Line {
  const parts = {
    time: timeForms(reading, now),
    price: priceForms(reading),
    change: changeForms(reading),
    volume: volumeForms(reading),
    gap: gapForms(reading),
    provenance: provenanceForms(reading),
    vwap: vwapForms(reading),
  };
  const forms = Object.fromEntries(shorter.map((name) => [name, 0])) as Record<keyof typeof parts, number>;
  const lineNow = () => {
    const lines = Object.entries(parts)
      .map(([name, each]) => each[forms[name as keyof typeof parts]]!)
      .filter((line) => line.length > 0);
    return lines.flatMap((line, index) => (index === 0 ? line : [gap, ...line]));
  };
  for (const name of shorter) {
    while (lineWidth(lineNow()) > width && forms[name] < parts[name].length - 1) forms[name] += 1;
  }
  return shortenLine(lineNow(), width);
}

/** In this order parts give way to others. */
const shorter = ['vwap', 'provenance', 'change', 'volume', 'time', 'price', 'gap'] as const;

function timeForms(reading: CursorReading, now: number): Forms {
  const long = timeText(reading, now);
  const short = long.replace(/ ET$/, '');
  const shortest = reading.span === 'days' ? short : short.replace(/–.*$/, '');
  return [long, short, shortest].map((text): Line => [[text, 'strong']]);
}

function directionOf(reading: CursorReading): 'up' | 'down' | 'text' {
  const { candle } = reading;
  const moved = candle ? candle.close - candle.open : (changeOf(reading)?.amount ?? 0);
  if (moved === 0 && !candle) return 'text';
  return moved >= 0 ? 'up' : 'down';
}

function priceForms(reading: CursorReading): Forms {
  const { candle, price } = reading;
  const token = directionOf(reading);
  if (price === null && reading.span !== 'instant')
    return [
      [
        ['O H L C ', 'dim'],
        [dash, 'text'],
      ],
      [[dash, 'text']],
    ];
  if (!candle) {
    const older = olderText(reading);
    const alone: Line = [[formatPrice(price), token]];
    return older === null ? [alone] : [[...alone, [` ${older}`, 'dim']], alone];
  }
  const all = (['open', 'high', 'low', 'close'] as const).flatMap((name): Span[] => [
    [name === 'open' ? 'O ' : ` ${name[0]!.toUpperCase()} `, 'dim'],
    [formatPrice(candle[name]), token],
  ]);
  return [
    all,
    [
      ['C ', 'dim'],
      [formatPrice(candle.close), token],
    ],
  ];
}

function changeForms(reading: CursorReading): Forms {
  const change = changeOf(reading);
  if (change === null) return [[['change ', 'dim'], [dash]], [[dash]], []];
  const { amount, percent } = change;
  const token = amount === 0 ? 'text' : amount > 0 ? 'up' : 'down';
  const numbers: Line = [
    [`${arrowOf(amount)} ${formatSigned(amount)} ${formatSignedPercent(percent)}`, token],
  ];
  return [
    [...numbers, [` ${baseText(reading)}`, 'dim']],
    [...numbers, [` ${baseText(reading).replace('the previous close', 'prev').replace('the ', '')}`, 'dim']],
    numbers,
    [[formatSignedPercent(percent), token]],
  ];
}

function volumeForms(reading: CursorReading): Forms {
  const amount = formatCompact(reading.volume);
  const part = volumePartText(reading);
  const long: Line = [['volume ', 'dim'], [amount]];
  const short: Line = [['vol ', 'dim'], [amount]];
  if (part === '' || reading.volume === null) return [long, short];
  const marked: Span = [` ${part}`, 'dim'];
  // A part is never shown as if it were all.
  return [
    [...long, marked],
    [...short, marked],
  ];
}

function gapForms(reading: CursorReading): Forms {
  const text = gapText(reading);
  return text === null
    ? [[]]
    : [[[text, 'warning']], [[text.replace(/ [\d:]+(–[\d:]+)?(?=:)/, ''), 'warning']]];
}

function provenanceForms({ provenance }: CursorReading): Forms {
  if (provenance === null) return [[]];
  const token = provenance === 'came-later' ? 'warning' : 'dim';
  return [[[provenanceTexts[provenance], token]], []];
}

function vwapForms({ vwap }: CursorReading): Forms {
  if (vwap === null) return [[]];
  return [[['VWAP ', 'chartVwap'], [formatCents(vwap)]], []];
}
