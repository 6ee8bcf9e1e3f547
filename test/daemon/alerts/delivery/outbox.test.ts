import test, { type ExecutionContext } from 'ava';
import type { AlertChannel } from '../../../../src/market/alerts/alert-channels.ts';
import type { AlertMessage } from '../../../../src/market/alerts/alert-message.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { DeliveryFailure } from '../../../../src/daemon/alerts/delivery/delivery-failure.ts';
import {
  alertIdOf,
  createOutbox,
  type OutboxOptions,
} from '../../../../src/daemon/alerts/delivery/outbox.ts';
import { patienceMs, retryDelay } from '../../../../src/daemon/alerts/delivery/retry-delay.ts';
import { anAlert, minute, monday, newDatabase } from '../../../db/fixtures.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import type { ChannelState } from '../../../../src/protocol/alerts.ts';
import { silent } from '../../../support/silent-log.ts';
import { until } from '../../../support/until.ts';

/** An outbox over a real database, whose channels do as `outcome` says. */
async function openOutbox(
  t: ExecutionContext,
  given: { at?: number; settings?: Partial<OutboxOptions['settings']> } = {},
) {
  const clock = manualClock(given.at ?? monday);
  const { db } = await newDatabase(t, clock);
  const sent: AlertMessage[] = [];
  const state = {
    inUse: ['webhook'] as AlertChannel[],
    problem: null as string | null,
    fails: true,
    told: [] as ChannelState[],
  };
  const outbox = createOutbox({
    ...{ clock, log: silent, store: db.alertDeliveries, recorded: { waiting: [], history: [] } },
    settings: { alertQuiet: [], alertAfterQuiet: 'deliver', ...given.settings },
    random: () => 0.999,
    channels: {
      inUse: () => state.inUse,
      async send(_channel, message) {
        sent.push(message);
        if (state.fails) throw new DeliveryFailure('the receiver answered with status 500');
      },
    },
    onProblem(problem) {
      state.problem = problem;
    },
    onStates(channels) {
      state.told = channels;
    },
    onStoreError: (error) => t.fail(String(error)),
  });
  t.teardown(outbox.close);
  const fire = async () => {
    const alert = anAlert({ at: clock.now() });
    const deliveries = outbox.deliveriesOf(alert);
    await db.alerts.record(alert, deliveries);
    outbox.take(deliveries);
    return deliveries;
  };
  return { outbox, clock, db, sent, state, fire };
}

test('what never gets through is given up after a day, and said', async (t) => {
  const { outbox, clock, db, sent, state, fire } = await openOutbox(t);
  await fire();
  await clock.advance(patienceMs + minute);
  await until(async () => (await db.alertDeliveries.waiting()).length === 0);
  t.true(sent.length > 48 && sent.length < 80, `${sent.length} attempts`);
  t.is(new Set(sent.map(({ id }) => id)).size, 1);
  t.deepEqual(state.told, outbox.states());
  const [channel] = outbox.states();
  t.deepEqual([channel!.waiting, channel!.givenUp, channel!.nextAttemptAt], [0, 1, null]);
  t.is(state.problem, 'Alerts do not get through. webhook: the receiver answered with status 500.');
  t.deepEqual(
    (await db.alertDeliveries.history()).map(({ givenUp }) => givenUp),
    [1],
  );
  state.fails = false;
  await fire();
  await until(() => state.problem === null);
});

test('quiet hours drop what fires in them, where that is wanted', async (t) => {
  const at = newYorkInstant('2026-11-23', '23:00');
  const settings = { alertQuiet: ['22:00-07:00'], alertAfterQuiet: 'drop' } as const;
  const { fire, clock } = await openOutbox(t, {
    at,
    settings: { ...settings, alertQuiet: [...settings.alertQuiet] },
  });
  t.deepEqual(await fire(), []);
  clock.set(newYorkInstant('2026-11-24', '07:00'));
  t.is((await fire()).length, 1);
});

test('a retry that falls into quiet hours waits for their end', async (t) => {
  const at = newYorkInstant('2026-11-23', '21:59:59');
  const { fire, clock, db, sent, state } = await openOutbox(t, {
    at,
    settings: { alertQuiet: ['22:00-07:00'] },
  });
  await fire();
  await clock.advance(minute);
  const end = newYorkInstant('2026-11-24', '07:00');
  await until(async () => (await db.alertDeliveries.waiting())[0]?.nextAttemptAt === end);
  t.is(sent.length, 1);
  state.fails = false;
  await clock.advance(end - clock.now());
  await until(async () => (await db.alertDeliveries.waiting()).length === 0);
  t.is(sent.length, 2);
});

test('what waits for a channel that is not set any more is given up, and other channels go on', async (t) => {
  const { fire, clock, db, state, outbox } = await openOutbox(t);
  state.inUse = ['webhook', 'desktop'];
  await fire();
  await clock.advance(0);
  state.inUse = ['desktop'];
  state.fails = false;
  await clock.advance(10_000);
  await until(async () => (await db.alertDeliveries.waiting()).length === 0);
  t.deepEqual(
    (await db.alertDeliveries.history()).map(({ channel, givenUp }) => [channel, givenUp]),
    [
      ['desktop', 0],
      ['webhook', 1],
    ],
  );
  t.deepEqual(
    outbox.states().map(({ channel }) => channel),
    ['desktop'],
  );
});

test('an alert has one id, and two alerts have two', (t) => {
  t.is(alertIdOf(anAlert()), alertIdOf({ ...anAlert() }));
  t.not(alertIdOf(anAlert()), alertIdOf(anAlert({ value: 1 })));
  t.regex(alertIdOf(anAlert()), /^[0-9a-f]{32}$/);
});

test('pauses between attempts grow to half an hour, and a receiver may ask for longer', (t) => {
  t.is(retryDelay(1, 0, null), 1000);
  t.is(retryDelay(1, 0.5, null), 2500);
  t.is(retryDelay(3, 0.5, null), 10_000);
  t.is(retryDelay(400, 0.5, null), 15 * minute);
  t.is(retryDelay(1, 0.5, 90_000), 90_000);
});
