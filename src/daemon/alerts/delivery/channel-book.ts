import { type AlertChannel, alertChannels } from '../../../market/alerts/alert-channels.ts';
import type { ChannelState } from '../../../protocol/alerts.ts';
import type { AlertDelivery, ChannelHistory } from '../../../recordings/alert-deliveries.ts';

/** What earlier runs have left. */
export interface RecordedOutbox {
  waiting: readonly AlertDelivery[];
  history: readonly ChannelHistory[];
}

/** What waits in each channel, and what came of the rest. */
export interface ChannelBook {
  /** How a delivery stands now. */
  put(delivery: AlertDelivery): void;
  /** The one that is due first; `null` without one. */
  next(channel: AlertChannel): AlertDelivery | null;
  /** Those in which something waits. */
  channels(): AlertChannel[];
  /** @param inUse channels that the settings name */
  states(inUse: readonly AlertChannel[]): ChannelState[];
  /** What is wrong in all of them, one line for people; `null` if nothing is. */
  problem(inUse: readonly AlertChannel[]): string | null;
}

interface Entry {
  /** By the alert's id, in the order in which they came. */
  waiting: Map<string, AlertDelivery>;
  /** What went wrong last; `null` once one was delivered. */
  problem: string | null;
  deliveredAt: number | null;
  givenUp: number;
}

export function createChannelBook({ waiting, history }: RecordedOutbox): ChannelBook {
  const entries = new Map<AlertChannel, Entry>(
    alertChannels.map((channel) => {
      const { deliveredAt = null, givenUp = 0 } = history.find((past) => past.channel === channel) ?? {};
      return [channel, { waiting: new Map(), problem: null, deliveredAt, givenUp }];
    }),
  );
  const entryOf = (channel: AlertChannel) => entries.get(channel)!;

  const put = (delivery: AlertDelivery) => {
    const entry = entryOf(delivery.channel);
    if (delivery.nextAttemptAt === null) entry.waiting.delete(delivery.alertId);
    else entry.waiting.set(delivery.alertId, delivery);
    if (delivery.deliveredAt !== null) {
      entry.deliveredAt = delivery.deliveredAt;
      entry.problem = null;
    } else if (delivery.lastError !== null) entry.problem = delivery.lastError;
    if (delivery.givenUpAt !== null) entry.givenUp += 1;
  };
  for (const delivery of waiting) put(delivery);

  const next = (channel: AlertChannel) => {
    let first: AlertDelivery | null = null;
    for (const delivery of entryOf(channel).waiting.values()) {
      if (first === null || dueAt(delivery) < dueAt(first)) first = delivery;
    }
    return first;
  };
  return {
    put,
    next,
    channels: () => alertChannels.filter((channel) => entryOf(channel).waiting.size > 0),
    states: (inUse) =>
      alertChannels.flatMap((channel) => {
        const entry = entryOf(channel);
        const { problem, deliveredAt, givenUp } = entry;
        if (!inUse.includes(channel) && entry.waiting.size === 0) return [];
        const nextAttemptAt = next(channel)?.nextAttemptAt ?? null;
        return [{ channel, waiting: entry.waiting.size, nextAttemptAt, problem, deliveredAt, givenUp }];
      }),
    problem(inUse) {
      const wrong = inUse.flatMap((channel) => {
        const { problem, waiting: late } = entryOf(channel);
        if (problem === null) return [];
        return [
          late.size === 0 ? `${channel}: ${problem}` : `${channel}: ${problem}; ${waitText(late.size)}`,
        ];
      });
      return wrong.length > 0 ? `Alerts do not get through. ${wrong.join('. ')}.` : null;
    },
  };
}

const dueAt = ({ nextAttemptAt }: AlertDelivery) => nextAttemptAt ?? 0;
const waitText = (count: number) => (count === 1 ? '1 alert waits' : `${count} alerts wait`);
