import { assumptionsOn } from '../../support/assumptions.ts';
import test, { type ExecutionContext } from 'ava';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { nextAlerts } from '../../../src/daemon/alerts/level-alerts.ts';
import type { LevelMemory } from '../../../src/daemon/alerts/level-memory.ts';
import { modelVersion } from '../../../src/market/pricing/model-version.ts';
import { levelsOf } from '../../../src/market/levels/compute-levels.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import type { Alert } from '../../../src/market/alerts/alert.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import type { RecordedLevels, Levels, OpeningMove } from '../../../src/market/levels/levels.ts';
import { type LevelsPoint, pointOf, withPoint } from '../../../src/market/levels/levels-history.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const minute = 60_000;
/** The defaults of the settings. */
const thresholds = { moveUsedPercent: 100, volatilityPoints: 3, skewPoints: 3 };
const calendar = createCalendar();

/** Runs a daemon over a session, a chain poll at each of the given instants, and gives what it said and recorded. */
async function recordSession(t: ExecutionContext, instants: readonly number[]) {
  const running = await startPolledDaemon(t, {
    at: instants[0]!,
    simulator: { hasRateLimit: false },
    settings: { callsPerMinute: 6000 },
  });
  const { clock, link } = running;
  const said: Levels[] = [];
  const alerts: Alert[] = [];
  link.onEvent((event) => {
    if (event.name === 'levels') said.push(event.payload);
    if (event.name === 'alert') alerts.push(event.payload);
  });
  await link.request('subscribe', {});
  for (const at of instants) {
    clock.set(at);
    const [outcome] = await link.request('refresh', { job: 'chain', force: true });
    t.true(outcome?.isOk, outcome?.message);
  }
  return { ...running, said, alerts };
}

/** Levels of the recorded chains, computed anew from nothing but them. */
async function recomputed(t: ExecutionContext, databasePath: string, instants: number[]) {
  const db = await openForReading({ path: databasePath });
  t.teardown(db.close);
  let opening: OpeningMove | null = null;
  const found: Levels[] = [];
  for (const at of instants) {
    const chain = (await db.chains.at('SPY', calendar.zeroDteExpiry(at), at))!;
    t.is(chain.timestamp, at);
    const levels: Levels = levelsOf(fillChain(chain, assumptionsOn(calendar)), {
      session: calendar.sessionOn(chain.expiration),
      dealerSign: 'naive',
      opening,
    });
    opening = levels.expectedMove.opening;
    found.push(levels);
  }
  return found;
}

const withoutProfile = ({ profile: _, ...levels }: Levels): RecordedLevels => levels;

for (const { date, from, everyMinutes, isEarlyClose } of [
  // The whole of a short session; of a full one every fifth minute, and each of the last ones, since a poll takes long.
  { date: '2026-11-27', from: '09:30', everyMinutes: 1, isEarlyClose: true },
  { date: '2026-11-23', from: '09:30', everyMinutes: 5, isEarlyClose: false },
] as const) {
  test(`the levels recorded on ${date}, polled every ${everyMinutes} min, are always those of the recorded chain`, async (t) => {
    t.timeout(240_000);
    const session = calendar.sessionOn(date)!;
    t.is(session.isEarlyClose, isEarlyClose);
    const instants: number[] = [];
    for (let at = newYorkInstant(date, from); at < session.optionClose; ) {
      instants.push(at);
      at += at < session.optionClose - 20 * minute ? everyMinutes * minute : minute;
    }
    const { daemon, said, alerts, link } = await recordSession(t, instants);
    const history = await link.request('levels.history', { date });
    const snapshot = await link.request('subscribe', {});
    const expected = await recomputed(t, daemon.hello.databasePath, instants);
    t.is(history.length, instants.length);
    t.deepEqual(history, expected.map(withoutProfile));
    // The first poll came with the start, before anybody listened.
    t.deepEqual(said.slice(-instants.length), expected);
    t.deepEqual(snapshot.levels, expected.at(-1));
    t.deepEqual(snapshot.levelsHistory, history.map(pointOf));
    const followed = history.reduce<readonly LevelsPoint[]>(
      (points, levels) => withPoint(points, levels, session),
      [],
    );
    t.deepEqual(followed, snapshot.levelsHistory);

    const noon = instants[Math.floor(instants.length / 2)]!;
    const at = await link.request('levels.get', { at: noon + 30_000 });
    t.deepEqual(at, expected[instants.indexOf(noon)], 'a minute that has passed, bars by strike included');
    const { opening } = history.at(-1)!.expectedMove;
    t.true(opening!.since >= instants[0]! && opening!.since <= instants[2]!);
    // In the last minutes nobody may bid for what is out of the money, and there is no volatility then.
    const early = history.filter(({ timestamp }) => timestamp < session.optionClose - 15 * minute);
    t.true(early.every((row) => row.byOpenInterest !== null && row.volatility.atTheMoney !== null));
    t.true(
      early.every(
        (row) => row.modelVersion === modelVersion && Math.abs(row.timestamp - row.quotedAt!) < minute,
      ),
    );

    let memory: LevelMemory | null = null;
    const expectedAlerts = expected.flatMap((levels) => {
      const next = nextAlerts(memory, levels, thresholds, session);
      memory = next.memory;
      return next.alerts;
    });
    t.deepEqual(alerts, expectedAlerts);
    t.true(alerts.length > 0);
  });
}
