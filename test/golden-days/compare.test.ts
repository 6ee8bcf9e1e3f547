import test from 'ava';
import { createCanonical } from './canonical.ts';
import { bySubject, differencesOf } from './goldens.ts';
import { createTrace, traceLines } from './trace.ts';

const none = { messages: {}, fields: {}, values: {} };

test('a message with new names is compared by its old ones', (t) => {
  const { messageName, payload } = createCanonical({
    messages: { bars: 'price-line' },
    fields: { points: 'prices', 'usage/cache': 'answers' },
    values: { 'job=others': 'secondary', 'gap/reason=refused': 'denied' },
  });
  t.is(messageName('price-line'), 'bars');
  t.is(messageName('quote'), 'quote');
  t.deepEqual(payload('bars', { prices: [1] }), { points: [1] });
  t.deepEqual(payload('usage', { answers: 1 }), { cache: 1 });
  t.deepEqual(payload('status', { answers: 1 }), { answers: 1 }, 'in that message only');
  t.deepEqual(payload('gap', [{ job: 'secondary', reason: 'denied' }]), [
    { job: 'others', reason: 'refused' },
  ]);
  t.deepEqual(payload('job', [{ reason: 'denied' }]), [{ reason: 'denied' }]);
});

test('what one run has of its own is left out, the order of fields too, and texts are kept apart', (t) => {
  const texts: string[] = [];
  const { payload } = createCanonical(none, ({ field, text }) => texts.push(`${field}: ${text}`));
  const first = payload('health', {
    epoch: 'a',
    seq: 1,
    problems: [{ message: 'No answer from 127.0.0.1:4000' }],
  });
  const second = payload('health', { problems: [{ message: 'Nothing came' }], seq: 2, epoch: 'b' });
  t.is(JSON.stringify(first), JSON.stringify(second));
  t.deepEqual(texts, ['health/message: No answer from HOST', 'health/message: Nothing came']);
});

test('of a burst at one instant the last event counts, and of alerts each one', (t) => {
  const trace = createTrace(none);
  const at = Date.parse('2026-11-23T15:00:00Z');
  const event = (method: string, payload: unknown) => ({ method, params: { payload } });
  const quote = (symbol: string, price: number) => event('quote', { symbol, price });
  trace.add({ at, slice: at }, [
    ...[quote('SPY', 1), quote('QQQ', 2), quote('SPY', 3)],
    ...[event('alert', { symbol: 'SPY', level: 1 }), event('alert', { symbol: 'SPY', level: 2 })],
  ]);
  t.deepEqual(
    trace.entries().map(({ name, payload }) => [name, Object.values(payload as object)[0]]),
    [
      ['alert', 1],
      ['alert', 2],
      ['quote QQQ', 2],
      ['quote SPY', 3],
    ],
  );
  t.deepEqual(
    traceLines(trace.entries()).map((line) => line.split('×')[0]),
    ['alert: 2', 'quote QQQ: 1', 'quote SPY: 1'].map((line) => `2026-11-23 10:00 ${line}`),
  );
});

test('a line that is gone or new is one difference, and not one of all that follow', (t) => {
  const was = ['10:00 job: 1', '10:00 quote: 2', '10:05 job: 3'];
  t.deepEqual(differencesOf(was, was, bySubject), []);
  t.deepEqual(differencesOf(was, ['10:00 job: 1', '10:05 chain: 5', '10:05 job: 4'], bySubject), [
    { was: null, is: '10:05 chain: 5' },
    { was: '10:05 job: 3', is: '10:05 job: 4' },
    { was: '10:00 quote: 2', is: null },
  ]);
});
