import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { labelMinutes, priceAxis, timeRange } from '../../../src/tui/charts/axis.ts';
import { createPriceChart, type PriceChartInput } from '../../../src/tui/charts/price-chart.ts';
import { dashedLevel, samplePrices } from '../../../src/tui/charts/series.ts';
import { lineWidth, plainLine } from '../../../src/tui/render/line.ts';
import { samplePhase } from '../support/sample-hello.ts';
import { sampleDate, sampleNow } from '../support/sample-times.ts';
import { sampleIntraday } from '../support/sample-chain.ts';

const at = (time: string) => newYorkInstant(sampleDate, time);
const { session } = samplePhase();

test('price labels stand on round prices around all values', (t) => {
  t.deepEqual(priceAxis([667.3, 671.2], 5), { low: 667, high: 671.434, step: 1 });
  t.deepEqual(priceAxis([671.2, 671.26], 4), { low: 671.18, high: 671.27, step: 0.02 });
  const flat = priceAxis([671.2], 3);
  t.true(flat.low < 671.2 && flat.high > 671.2);
});

test('the axis runs from the open to a full hour a little ahead, and never past the close', (t) => {
  const line = sampleIntraday();
  const range = (time: string) => timeRange(line, samplePhase(), at(time))!;
  t.deepEqual(range('09:31'), { from: at('09:30'), to: at('10:00') });
  t.deepEqual(range('13:45'), { from: at('09:30'), to: at('14:00') });
  t.deepEqual(range('13:46'), { from: at('09:30'), to: at('15:00') });
  t.deepEqual(range('15:59'), { from: at('09:30'), to: at('16:00') });
  t.deepEqual(range('18:00'), { from: at('09:30'), to: at('16:00') });
});

test('before the open the early quotes are drawn, and another day’s line as it is', (t) => {
  const early = { ...sampleIntraday(), points: [{ at: at('08:10'), price: 1 }] };
  t.deepEqual(timeRange(early, samplePhase({ phase: 'pre' }), at('08:20')), {
    from: at('08:00'),
    to: at('09:00'),
  });
  const friday = { ...sampleIntraday(), date: '2026-11-20' };
  t.deepEqual(timeRange(friday, samplePhase(), at('09:00')), {
    from: friday.points[0]!.at,
    to: friday.points.at(-1)!.at,
  });
  t.is(timeRange({ ...friday, points: [] }, samplePhase(), at('09:00')), null);
});

test('time labels are minutes apart that people count in, and have room', (t) => {
  t.is(labelMinutes(270 * 60_000, 67), 60);
  t.is(labelMinutes(390 * 60_000, 130), 60);
  t.is(labelMinutes(30 * 60_000, 67), 10);
});

test('a sample is the newest price within it, short holes are bridged and long ones left open', (t) => {
  const points = [
    { at: 0, price: 1 },
    { at: 30_000, price: 2 },
    { at: 180_000, price: 5 },
    { at: 1_200_000, price: 9 },
    { at: 9_000_000, price: 99 },
  ];
  const samples = samplePrices({ points, from: 0, to: 2_000_000, sampleMs: 60_000 });
  t.is(samples.length, 21);
  t.deepEqual(samples.slice(0, 4), [2, 3, 4, 5]);
  t.true(samples.slice(4, 20).every(Number.isNaN));
  t.is(samples[20], 9);
  t.deepEqual(samplePrices({ points, from: 5e9, to: 6e9, sampleMs: 60_000 }), []);
});

test('the previous close is a dashed level', (t) => {
  t.deepEqual(dashedLevel(7, 5, 2, 1), [7, 7, Number.NaN, 7, 7]);
});

const input: PriceChartInput = {
  width: 70,
  height: 9,
  points: sampleIntraday().points,
  range: { from: session.open, to: at('14:00') },
  previousClose: 667.75,
  token: 'up',
};

test('the chart fills its rectangle exactly, with prices on the left and New York times below', (t) => {
  const chart = createPriceChart();
  t.teardown(chart.close);
  for (const [width, height] of [
    [24, 5],
    [70, 9],
    [131, 20],
  ] as const) {
    const lines = chart.draw({ ...input, width, height })!;
    t.is(lines.length, height);
    t.true(lines.every((line) => lineWidth(line) === width));
    t.regex(plainLine(lines.at(-1)!), /^ +09:30 /);
    t.true(
      lines.some((line) => /^66[678]\b/.test(plainLine(line))),
      lines.map(plainLine).join('\n'),
    );
  }
});

test('the line, the axes and the previous close keep their meanings', (t) => {
  const chart = createPriceChart();
  t.teardown(chart.close);
  const meanings = (token: PriceChartInput['token']) => {
    const spans = chart.draw({ ...input, token })!.flat();
    return [...new Set(spans.filter(([text]) => text.trim() !== '').map(([, meaning]) => meaning))].sort();
  };
  t.deepEqual(meanings('up'), ['chartAxis', 'chartReference', 'chartText', 'up']);
  t.deepEqual(meanings('down'), ['chartAxis', 'chartReference', 'chartText', 'down']);
});

test('a price that moves by less than a dot draws nothing, and every picture is the one of a chart that never was kept', (t) => {
  const kept = createPriceChart();
  t.teardown(kept.close);
  const last = input.points.at(-1)!;
  const pictures = new Set<unknown>();
  let moves = 0;
  for (let cents = -60; cents <= 60; cents += 1) {
    const points = [...input.points.slice(0, -1), { ...last, price: last.price + cents / 100 }];
    const lines = kept.draw({ ...input, points });
    pictures.add(lines);
    moves += 1;
    const fresh = createPriceChart();
    t.deepEqual(lines, fresh.draw({ ...input, points }), `${cents} cents`);
    fresh.close();
  }
  t.true(pictures.size > 3 && pictures.size < moves / 2, `${pictures.size} drawn of ${moves}`);
  const later = { ...input, range: { ...input.range, from: input.range.from - 3_600_000 } };
  t.notDeepEqual(kept.draw(later), kept.draw(input));
  t.notDeepEqual(kept.draw({ ...input, token: 'down' }), kept.draw(input));
});

test('there is no chart without a point, and none where it has no room', (t) => {
  const chart = createPriceChart();
  t.teardown(chart.close);
  t.is(chart.draw({ ...input, points: [] }), null);
  t.is(chart.draw({ ...input, range: { from: sampleNow + 1e9, to: sampleNow + 2e9 } }), null);
  t.is(chart.draw({ ...input, width: 20 }), null);
  t.is(chart.draw({ ...input, height: 4 }), null);
});

test('drawing listens to nothing of the process, so that the signals stay with whoever owns them', (t) => {
  const counts = () =>
    ['SIGTERM', 'SIGINT', 'SIGQUIT', 'uncaughtException', 'exit'].map((name) => process.listenerCount(name));
  const before = counts();
  const chart = createPriceChart();
  chart.draw(input);
  t.deepEqual(counts(), before);
  chart.close();
  t.truthy(chart.draw(input));
  chart.close();
});
