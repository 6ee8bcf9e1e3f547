import test from 'ava';
import { httpGet as sendWithNode } from '../../src/sources/polygon/http/http-get.ts';
import { seededRandom } from '../../src/base/random.ts';
import { startPolledDaemon } from '../daemon/polled-daemon.ts';
import { midSession } from '../daemon/support.ts';
import { startRandomServer } from './random-answers.ts';

const minute = 60_000;
const seed = process.env.SPYGLASS_SEED ?? 'answers';
/** An hour of the market, for five real minutes at most. */
const minutes = 60;
const longestMs = 270_000;

interface Row {
  slot: number;
}

interface GapRow {
  from: number;
  to: number | null;
}

test(`random answers of the API for ${minutes} minutes: what was told is stored, and what is not is a gap`, async (t) => {
  t.timeout(300_000);
  const random = seededRandom(seed);
  const broken = await startRandomServer(random.fork('answers'));
  t.teardown(broken.close);
  const choice = random.fork('choice');
  let isWild = false;
  const running = await startPolledDaemon(t, {
    at: midSession,
    settings: { callsPerMinute: 100, retries: 1, quoteSeconds: 15, chainSeconds: 60 },
    patienceMs: () => (isWild ? 1000 : null),
    httpGet: (url, options) => {
      if (!isWild || choice.next() < 0.6) return sendWithNode(url, options);
      return sendWithNode(url.replace(/^http:\/\/[^/]+/, broken.url), options);
    },
  });
  const { clock, link, database } = running;
  await clock.advance(minute + 1000);
  const told = new Set<number>();
  link.onEvent((event) => {
    if (event.name === 'chain' && !event.payload.isStrikesOnly) told.add(event.payload.timestamp);
  });
  await link.request('subscribe', {});

  isWild = true;
  const from = clock.now();
  const startedAt = performance.now();
  let slowestMs = 0;
  const bytesBefore = process.memoryUsage().rss;
  let maxBytes = 0;
  for (let passed = 0; passed < minutes && performance.now() - startedAt < longestMs; passed++) {
    await clock.advance(minute);
    const askedAt = performance.now();
    await link.request('status', {});
    slowestMs = Math.max(slowestMs, performance.now() - askedAt);
    maxBytes = Math.max(maxBytes, process.memoryUsage().rss);
  }
  const to = clock.now();
  isWild = false;
  await clock.advance(5 * minute);
  await link.request('status', {});

  const stored = new Set(database.prepare<[], number>('select created_at from chain_polls').pluck().all());
  t.true(told.size > 0);
  t.deepEqual(
    [...told].filter((at) => !stored.has(at)),
    [],
    'each chain that was told is stored',
  );
  const slots = new Set(
    database
      .prepare<[], Row>('select slot_at as slot from chain_polls where slot_at is not null')
      .all()
      .map(({ slot }) => slot),
  );
  const gaps = database
    .prepare<[], GapRow>("select started_at as 'from', ended_at as 'to' from poll_gaps where job = 'chain'")
    .all();
  const isMissing = (slot: number) => gaps.some((gap) => gap.from <= slot && (gap.to ?? to) >= slot);
  const lost: string[] = [];
  let recorded = 0;
  for (let slot = Math.ceil(from / minute) * minute; slot <= to; slot += minute) {
    if (slots.has(slot)) recorded += 1;
    else if (!isMissing(slot)) lost.push(new Date(slot).toISOString());
  }
  t.deepEqual(lost, [], 'each slot without a chain lies in a gap');
  t.deepEqual((await link.request('status', {})).health.problems, [], 'and it is over with good answers');
  // Test, simulator and compiler are in the same process: what counts is what was added to them.
  const grownMegabytes = Math.round((maxBytes - bytesBefore) / 2 ** 20);
  t.true(grownMegabytes < 250, `${grownMegabytes} MB more`);
  t.log(
    `seed ${seed}: ${running.sent()} requests, ${recorded} chains in ${(to - from) / minute} minutes,`,
    `slowest answer ${Math.round(slowestMs)} ms, ${grownMegabytes} MB more than before`,
  );
  await running.close();
});
