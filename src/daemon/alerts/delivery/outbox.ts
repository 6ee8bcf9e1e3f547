import { createHash } from 'node:crypto';
import type { Clock } from '../../../base/clock.ts';
import { messageOf } from '../../../base/errors.ts';
import type { Logger } from '../../../base/log.ts';
import type { Settings } from '../../../config/settings/settings-table.ts';
import type { Alert } from '../../../market/alerts/alert.ts';
import type { AlertChannel } from '../../../market/alerts/alert-channels.ts';
import { alertMessageOf } from '../../../market/alerts/alert-message.ts';
import { quietUntil } from '../../../market/alerts/quiet-hours.ts';
import type { ChannelState } from '../../../protocol/alerts.ts';
import type { AlertDelivery, AlertDeliveryStore } from '../../../recordings/alert-deliveries.ts';
import { type ChannelBook, createChannelBook, type RecordedOutbox } from './channel-book.ts';
import type { Channels } from './channels.ts';
import { DeliveryFailure } from './delivery-failure.ts';
import { patienceMs, retryDelay } from './retry-delay.ts';

/** Alerts on their way to a person: tried until they are delivered, or given up after a day. */
export interface Outbox {
  /** What an alert that fires now is to be recorded with; empty where it is not to be delivered. */
  deliveriesOf(alert: Alert): AlertDelivery[];
  /** Sends them once they are due. They are in the database, or on their way into it. */
  take(deliveries: readonly AlertDelivery[]): void;
  /** How each channel stands, of those that are set or have something to say. */
  states(): ChannelState[];
  /** Looks again at what is set. */
  configure(): void;
  /** Calls off what is on its way: it waits in the database for the next daemon. */
  close(): Promise<void>;
}

/** Where alerts go, and what decides when. */
export interface OutboxOptions {
  settings: Pick<Settings, 'alertQuiet' | 'alertAfterQuiet'>;
  channels: Channels;
  store: Pick<AlertDeliveryStore, 'note' | 'removeEnded'>;
  recorded: RecordedOutbox;
  clock: Clock;
  random: () => number;
  log: Logger;
  /** How all channels stand together; `null` when nothing is wrong. */
  onProblem: (problem: string | null) => void;
  /** How each stands, whenever that may have changed. */
  onStates: (states: ChannelState[]) => void;
  onStoreError: (error: unknown) => void;
}

const keptMs = 7 * 24 * 3_600_000;

/** What a receiver knows an alert by: the same whenever it is made of the same alert. */
export function alertIdOf(alert: Alert): string {
  const { at, kind, symbol, message, direction, value, valueAt, level, source, rule = null } = alert;
  const parts = [at, kind, symbol, message, direction, value, valueAt, level, source, rule];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Goes on with what earlier runs have left. One attempt of a channel runs at a time, channels do not wait for one another. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { channels, store, clock, onStoreError } = options;
  const book = createChannelBook(options.recorded);

  const states = () => book.states(channels.inUse());
  const tell = () => {
    options.onProblem(book.problem(channels.inUse()));
    options.onStates(states());
  };
  const put = (delivery: AlertDelivery) => {
    book.put(delivery);
    store.note(delivery).catch(onStoreError);
    tell();
  };
  const { wakeAll, close } = scheduleAttempts(book, put, options);
  wakeAll();

  return {
    deliveriesOf: (alert) => newDeliveries(alert, options),
    take(deliveries) {
      if (deliveries.length === 0) return;
      for (const delivery of deliveries) book.put(delivery);
      store.removeEnded(clock.now() - keptMs).catch(onStoreError);
      options.onStates(states());
      wakeAll();
    },
    states,
    configure() {
      tell();
      wakeAll();
    },
    close,
  };
}

/** Tries what is due: one attempt of a channel at a time. @param put takes how a delivery stands afterwards */
function scheduleAttempts(
  book: ChannelBook,
  put: (delivery: AlertDelivery) => void,
  options: OutboxOptions,
): { wakeAll(): void; close(): Promise<void> } {
  const { clock } = options;
  const closing = new AbortController();
  const timers = new Map<AlertChannel, () => void>();
  const underWay = new Map<AlertChannel, Promise<void>>();
  const wake = (channel: AlertChannel) => {
    timers.get(channel)?.();
    timers.delete(channel);
    const next = book.next(channel);
    if (next === null || underWay.has(channel) || closing.signal.aborted) return;
    const dueInMs = (next.nextAttemptAt ?? 0) - clock.now();
    if (dueInMs > 0) {
      timers.set(
        channel,
        clock.after(dueInMs, () => wake(channel)),
      );
      return;
    }
    const attempt = attemptOf(next, options, closing.signal).then((result) => {
      underWay.delete(channel);
      if (result === null) return;
      put(result);
      wake(channel);
    });
    underWay.set(channel, attempt);
  };
  const wakeAll = () => {
    for (const channel of book.channels()) wake(channel);
  };
  return {
    wakeAll,
    async close() {
      closing.abort();
      for (const cancel of timers.values()) cancel();
      await Promise.allSettled(underWay.values());
    },
  };
}

function newDeliveries(alert: Alert, { settings, channels, clock }: OutboxOptions): AlertDelivery[] {
  const now = clock.now();
  const quietEnd = quietUntil(settings.alertQuiet, now);
  if (quietEnd !== null && settings.alertAfterQuiet === 'drop') return [];
  const nextAttemptAt = quietEnd ?? now;
  return channels.inUse().map((channel) => ({
    ...{ alertId: alertIdOf(alert), channel, alert, attempts: 0, nextAttemptAt },
    ...{ expiresAt: nextAttemptAt + patienceMs, lastError: null, deliveredAt: null, givenUpAt: null },
  }));
}

/** Tries a delivery that is due. @returns how it stands now; `null` where it was called off, and stands as it did */
async function attemptOf(
  delivery: AlertDelivery,
  { settings, channels, clock, random, log }: OutboxOptions,
  closing: AbortSignal,
): Promise<AlertDelivery | null> {
  const { alertId, channel, alert, expiresAt } = delivery;
  const fields = { alertId, channel };
  const giveUp = (given: AlertDelivery, reason: string): AlertDelivery => {
    log.warn({ ...fields, attempts: given.attempts, reason }, 'an alert was given up');
    return { ...given, nextAttemptAt: null, givenUpAt: clock.now(), lastError: reason };
  };
  if (clock.now() >= expiresAt) return giveUp(delivery, delivery.lastError ?? 'it was a day late');
  if (!channels.inUse().includes(channel)) return giveUp(delivery, 'the channel is not set any more');
  const quietEnd = quietUntil(settings.alertQuiet, clock.now());
  if (quietEnd !== null) return { ...delivery, nextAttemptAt: quietEnd };
  try {
    await channels.send(channel, alertMessageOf(alert, alertId), closing);
    const attempts = delivery.attempts + 1;
    log.info({ ...fields, attempts }, 'an alert was delivered');
    return { ...delivery, attempts, nextAttemptAt: null, deliveredAt: clock.now() };
  } catch (error) {
    // Whether it got through is not known: the next daemon sends it again, by the same id.
    if (closing.aborted) return null;
    const failed = { ...delivery, attempts: delivery.attempts + 1, lastError: reasonOf(error) };
    const retryAfterMs = error instanceof DeliveryFailure ? error.retryAfterMs : null;
    const nextAttemptAt = clock.now() + retryDelay(failed.attempts, random(), retryAfterMs);
    if (nextAttemptAt >= expiresAt) return giveUp(failed, failed.lastError);
    log.warn(
      { ...fields, attempts: failed.attempts, reason: failed.lastError },
      'an alert was not delivered',
    );
    return { ...failed, nextAttemptAt };
  }
}

/** Nothing but our own sentences: others may hold the address. */
export function reasonOf(error: unknown): string {
  return error instanceof DeliveryFailure ? messageOf(error) : 'it could not be sent';
}
