import test from 'ava';
import { recordSession } from './recorded-session.ts';

const symbols = ['SPY', 'QQQ', 'I:SPX'];

test.serial('a full day of SPY, QQQ and SPX on a hundred calls a minute is recorded whole', async (t) => {
  t.timeout(1_200_000);
  const alone = await recordSession(t, { symbols: ['SPY'], until: '11:00', callsPerMinute: null });
  const day = await recordSession(t, { symbols, until: '16:20', callsPerMinute: null });
  t.log(`${day.calls} calls, at most ${day.busiest} in any 60 s of ${day.callsPerMinute} allowed`);
  t.log(day.paces, alone.paces);
  t.is(day.callsPerMinute, 100);
  t.true(day.busiest <= day.callsPerMinute);
  t.is(day.throttled, 0);
  t.deepEqual(
    day.coverage.map(({ symbol, ratio, gaps }) => [symbol, ratio, gaps]),
    symbols.flatMap((symbol) => [
      [symbol, 1, 0],
      [symbol, 1, 0],
    ]),
  );
  for (const [name, { p99 }] of Object.entries(day.paces)) {
    const one = alone.paces[`${name.split(' ')[0]} SPY`]!.p99;
    t.true(p99 <= 1.2 * one, `${name}: ${p99} ms between two polls, ${one} ms alone`);
  }
});

/** From the bell to the close of the options. */
const sessionMs = 6.75 * 3_600_000;

test.serial('on five calls a minute a day keeps what was said, and gives up what was said', async (t) => {
  t.timeout(1_200_000);
  const day = await recordSession(t, { symbols, until: '16:20', callsPerMinute: 5 });
  t.log(day.paces, day.plan);
  t.log(day.coverage.map(({ job, ratio, gaps, latest }) => ({ job, ratio, gaps, latest })));
  t.true(day.busiest <= 5, `${day.busiest}`);
  t.is(day.throttled, 0);
  t.true(day.plan!.some(({ intervalMs }) => intervalMs === null));
  for (const { job, symbol, intervalMs } of day.plan!) {
    const pace = day.paces[`${job.split(' ')[0]} ${symbol}`];
    const { ratio } = day.coverage.find((of) => of.job === job)!;
    if (intervalMs === null) {
      t.is(pace, undefined, job);
      t.is(ratio, null, job);
    } else {
      // Slots lie where the minute has calls for them; none is left out.
      t.true(pace!.p99 <= 1.2 * intervalMs, `${job}: ${pace!.p99} ms, ${intervalMs} ms said`);
      t.true(pace!.polls >= 0.98 * (sessionMs / intervalMs), `${job}: ${pace!.polls} polls`);
      t.true(ratio! > 0.98, `${job}: ${ratio}`);
    }
  }
});
