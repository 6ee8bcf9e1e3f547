import test from 'ava';
import { loadSettings } from '../../src/config/load-settings.ts';
import { createWatchProblems, SymbolsFailed } from '../../src/daemon/watch-list/watch-problems.ts';
import { UpstreamError } from '../../src/sources/polygon/http/upstream-error.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { type PolledDaemon, startPolledDaemon } from './polled-daemon.ts';

const at = newYorkInstant('2026-11-23', '10:30');
const symbols = ['NOPE', 'QQQ', 'ZZZQ', 'AAPL'];
const { settings: defaults } = loadSettings({ env: {} });

const problemsOf = async ({ link }: PolledDaemon) => (await link.request('status', {})).health.problems;
const quoteOf = ({ link }: PolledDaemon, symbol: string) => link.request('quote.get', { symbol });

for (const profile of ['advanced', 'starter', 'basic'] as const) {
  test(`each unknown symbol of the watch list is named, and hides no other (${profile})`, async (t) => {
    const daemon = await startPolledDaemon(t, { at, simulator: { profile }, settings: { symbols } });
    // Where the plan cannot ask about all at once, each takes its turn.
    await daemon.clock.advance(10 * 60_000);
    const problems = await problemsOf(daemon);
    t.deepEqual(problems.map(({ code, subject, message }) => [code, subject, message]).sort(), [
      ['unknown_symbol', 'watch NOPE', 'The API knows no symbol NOPE.'],
      ['unknown_symbol', 'watch ZZZQ', 'The API knows no symbol ZZZQ.'],
    ]);
    t.regex(problems[0]!.hint, /take it out of watch\.symbols \(SPYGLASS_SYMBOLS\).*spyglass config path/);
    for (const symbol of ['SPY', 'QQQ', 'AAPL']) t.is((await quoteOf(daemon, symbol))?.symbol, symbol);
    t.is(await quoteOf(daemon, 'NOPE'), null);

    daemon.daemon.reload({ ...defaults, symbols: ['QQQ', 'ZZZQ'] });
    t.deepEqual(
      (await problemsOf(daemon)).map(({ subject }) => subject),
      ['watch ZZZQ'],
    );
    daemon.daemon.reload({ ...defaults, symbols: [] });
    t.deepEqual(await problemsOf(daemon), []);
  });
}

test('a symbol that somebody merely looks at is no problem of the daemon’s, and is said where it is looked at', async (t) => {
  const daemon = await startPolledDaemon(t, { at, settings: { symbols: ['QQQ', 'NOPE'] } });
  const { subscription } = await daemon.link.request('subscribe', { symbol: 'ZZZQ' });
  await daemon.clock.advance(60_000);
  t.deepEqual(
    (await problemsOf(daemon)).map(({ subject }) => subject),
    ['watch NOPE'],
  );
  const { jobs } = await daemon.link.request('status', {});
  const job = jobs.find(({ name }) => name === subscription.jobs.quote);
  t.is(job?.lastError, 'The API knows no symbol ZZZQ.');
  t.is((await quoteOf(daemon, 'QQQ'))?.symbol, 'QQQ');
});

test('a main symbol that the API does not know has a hint that helps', async (t) => {
  const daemon = await startPolledDaemon(t, { at, settings: { symbol: 'ZZZQ' } });
  const quote = (await problemsOf(daemon)).find(({ subject }) => subject === 'quote');
  t.like(quote, { code: 'unknown_symbol', message: 'The API knows no symbol ZZZQ.' });
  t.regex(quote!.hint, /watch\.symbol \(SPYGLASS_SYMBOL\)/);
});

test('the problem of a symbol ends when it is known again, and that of another one stays', (t) => {
  const raised = new Map<string, string>();
  const health = {
    raise: (subject: string, thrown: unknown) => void raised.set(subject, (thrown as Error).message),
    clear: (subject: string) => void raised.delete(subject),
  };
  const problems = createWatchProblems(
    () => health,
    () => ['NOPE', 'ZZZQ', 'QQQ'],
  );
  const notFound = new UpstreamError('not-found', 'The API will not serve it: not found.');
  const failures = ['NOPE', 'ZZZQ'].map((symbol) => problems.failed(symbol, notFound));
  problems.failed('QQQ', new UpstreamError('malformed', 'The snapshot of QQQ holds no price.'));
  t.true(problems.isUnknown('NOPE'));
  t.false(problems.isUnknown('QQQ'));
  t.is(raised.get('watch QQQ'), 'The snapshot of QQQ holds no price.');
  t.like(new SymbolsFailed(failures), {
    code: 'unknown_symbol',
    message: 'The API knows no symbol NOPE. The API knows no symbol ZZZQ.',
  });
  problems.works('NOPE');
  t.deepEqual([...raised.keys()], ['watch ZZZQ', 'watch QQQ']);
  t.false(problems.isUnknown('NOPE'));
});
