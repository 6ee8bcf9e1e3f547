import test from 'ava';
import { levels } from '../../../src/cli/commands/levels.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { commandOn } from '../../support/command-in-process.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const minute = 60_000;

test.serial('the recorded expirations of each symbol are added up, and the command says which', async (t) => {
  t.timeout(240_000);
  const daemon = await startPolledDaemon(t, {
    at: newYorkInstant('2026-11-23', '09:29'),
    settings: { recordSymbols: ['SPY', 'QQQ'], recordExpirations: '2' },
  });
  const { link, clock } = daemon;
  await clock.advance(4 * minute);
  const sum = (await link.request('levels.sum', { symbol: 'QQQ' }))!;
  t.deepEqual(
    sum.expirations.map(({ expiration }) => expiration),
    ['2026-11-23', '2026-11-24'],
  );
  t.deepEqual(sum.leftOut, []);
  t.is(sum.underlying, 'QQQ');
  const nearest = (await link.request('levels.get', { symbol: 'QQQ' }))!;
  const sizeOf = (bars: typeof sum.profile.byOpenInterest) =>
    bars.reduce((total, { call, put }) => total + (call ?? 0) - (put ?? 0), 0);
  t.true(sizeOf(sum.profile.byOpenInterest) > sizeOf(nearest.profile!.byOpenInterest));
  t.is(await link.request('levels.sum', { symbol: 'TSLA' }), null);

  const { stdout } = await commandOn(daemon, (invocation) =>
    levels(invocation, { allExpirations: true, symbol: 'QQQ' }, []),
  );
  t.regex(
    stdout,
    /^QQQ sum of 0-DTE \+ 1-DTE, 2 expirations: levels at 2026-11-23 09:3\d:\d\d New York.*, spot /,
  );
  t.regex(stdout, /^2026-11-24 +1-DTE +09:3\d:\d\d +(\dm )?\d+s old +[\d.]+ +\d+$/m);
  t.regex(stdout, /^net gamma +[+−]/m);
  const asJson = await commandOn(daemon, (invocation) =>
    levels(invocation, { allExpirations: true, symbol: 'QQQ', json: true }, []),
  );
  t.deepEqual(JSON.parse(asJson.stdout).expirations, sum.expirations);
  const ofThen = await commandOn(daemon, (invocation) =>
    levels(invocation, { allExpirations: true, symbol: 'QQQ', at: '-0s' }, []),
  );
  t.is(ofThen.stdout.split('\n').slice(1).join('\n'), stdout, 'as of now it is the same');
  t.regex(ofThen.stdout, /^As of Mon 23 Nov 09:3\d:\d\d ET, as it was recorded\./);
  for (const flags of [{ recomputed: true }, { symbol: 'TSLA' }]) {
    await t.throwsAsync(
      commandOn(daemon, (invocation) => levels(invocation, { allExpirations: true, ...flags }, [])),
      { message: /about the levels as they were recorded|TSLA is not recorded/ },
    );
  }
});

test.serial(
  'with one symbol, clients are told of its expirations only where there are several',
  async (t) => {
    t.timeout(240_000);
    const daemon = await startPolledDaemon(t, {
      at: newYorkInstant('2026-11-23', '09:29'),
      settings: { recordSymbols: ['SPY'], recordExpirations: '2' },
    });
    const { link, clock } = daemon;
    const { recorded, coverage } = await link.request('subscribe', {});
    t.deepEqual(
      recorded!.map(({ symbol, expirations }) => [symbol, expirations]),
      [['SPY', ['2026-11-23', '2026-11-24']]],
    );
    t.true(coverage.length > 0);
    const arrived: unknown[] = [];
    link.onEvent(({ name, payload }) => {
      if (name === 'recorded-levels') arrived.push([payload.symbol, payload.expirations]);
    });
    await clock.advance(2 * minute);
    t.deepEqual(arrived[0], ['SPY', ['2026-11-23', '2026-11-24']]);
  },
);
