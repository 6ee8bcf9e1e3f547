import test from 'ava';
import { renderOnce } from '../../src/tui/once.tsx';
import { manualClock } from '../support/manual-clock.ts';
import { fakeConnection } from './support/fake-connection.ts';
import { sampleSnapshot } from './support/sample.ts';
import { sampleHello } from './support/sample-hello.ts';
import { sampleChain } from './support/sample-chain.ts';

const start = Date.UTC(2030, 0, 1, 12);

function ask(level: 0 | 3 = 0) {
  const connection = fakeConnection();
  const clock = manualClock(start);
  const picture = renderOnce({
    ...{ connection, clock, columns: 100, rows: 32, isAscii: false, isEmbedded: false },
    colors: { level },
    patienceMs: 20_000,
  });
  return { connection, clock, picture };
}

test.serial(
  'the picture is drawn as soon as quote and chain are there, without lines about keys',
  async (t) => {
    const { connection, clock, picture } = ask();
    connection.connect(sampleSnapshot({ chain: null }), sampleHello());
    await clock.advance(1000);
    connection.send('chain', sampleChain());
    await clock.advance(100);
    const { text } = await picture;
    const lines = text.split('\n');
    t.is(lines.length, 31);
    t.true(lines[0]!.includes('DEMO · simulated prices'));
    t.true(text.includes('SPY 0-DTE'));
    t.notRegex(text, /q quit|1 Overview|\u001b/);
    t.true(lines.every((line) => line.length <= 100));
    t.is(clock.pendingTimers, 0);
  },
);

test.serial('when patience ends, what is there is drawn', async (t) => {
  const { connection, clock, picture } = ask();
  connection.connect(sampleSnapshot({ chain: null }), sampleHello());
  await clock.advance(20_000);
  t.true((await picture).text.includes('Waiting for the first chain'));
});

test.serial('without any daemon it fails and says why', async (t) => {
  const { connection, clock, picture } = ask();
  connection.lose('the daemon is not running', start + 1000);
  await Promise.all([
    t.throwsAsync(picture, { code: 'not_running', message: 'the daemon is not running' }),
    clock.advance(20_000),
  ]);
});

test.serial('with colours it is in colour', async (t) => {
  const { connection, picture } = ask(3);
  connection.connect(sampleSnapshot(), sampleHello());
  t.regex((await picture).text, /38;2;/);
});

test.serial('what health has to say comes with the picture', async (t) => {
  const { connection, clock, picture } = ask();
  const problem = {
    ...{ code: 'upstream_failed', subject: 'upstream', message: 'The API answered 502.' },
    ...{ hint: 'Spyglass keeps trying.', since: start },
  };
  connection.connect(sampleSnapshot({ health: { problems: [problem] } }), sampleHello());
  await clock.advance(100);
  t.deepEqual((await picture).problems, [problem]);
});
