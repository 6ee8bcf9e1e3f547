import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../base/clock.ts';
import { SpyglassError } from '../../../base/errors.ts';
import type { Lifecycle } from '../../../base/lifecycle.ts';
import type { Logger } from '../../../base/log.ts';
import type { Settings } from '../../../config/settings/settings-table.ts';
import type { Alert } from '../../../market/alerts/alert.ts';
import { alertMessageOf } from '../../../market/alerts/alert-message.ts';
import type { Source } from '../../../market/quotes/quote.ts';
import type { ChannelState, ChannelTest } from '../../../protocol/alerts.ts';
import type { Recording } from '../../../recordings/recording.ts';
import type { HttpPost } from '../../../sources/polygon/http/http-get.ts';
import type { EventBus } from '../../event-bus.ts';
import type { HealthTracker } from '../../health.ts';
import type { RecordedOutbox } from './channel-book.ts';
import { type Channels, createChannels } from './channels.ts';
import { createOutbox, type Outbox, reasonOf } from './outbox.ts';

/** How a daemon may reach people. */
export interface AlertDeliveryDeps {
  /** Whether alerts are delivered as they fire. Not in a demo, nor on another clock than the machine's: only a test goes out. */
  isAutomatic: boolean;
  httpPost: HttpPost;
  /** Environment of programs, without secrets. */
  env: Readonly<Record<string, string | undefined>>;
}

/** Delivery of alerts to people. */
export interface AlertDeliveries {
  /** `null` where nothing is delivered as it fires. */
  outbox: Outbox | null;
  /** How each channel stands; absent where none is set. */
  channels(): ChannelState[] | undefined;
  /** Sends a message through each channel at once, in quiet hours, too. */
  test(): Promise<ChannelTest[]>;
  configure(): void;
}

/** What delivery works with. */
export interface OpenDeliveryOptions {
  delivery: AlertDeliveryDeps | undefined;
  settings: Settings;
  db: Recording;
  source: Source;
  appVersion: string;
  platform: NodeJS.Platform;
  clock: Clock;
  random: () => number;
  health: HealthTracker;
  bus: Pick<EventBus, 'emit'>;
  log: Logger;
  lifecycle: Lifecycle;
  onStoreError: (error: unknown) => void;
}

/** Goes on with the deliveries that earlier runs have left. Registers its end. */
export async function openDelivery(options: OpenDeliveryOptions): Promise<AlertDeliveries> {
  const { delivery, settings, clock, lifecycle } = options;
  if (delivery === undefined) {
    return { outbox: null, channels: () => undefined, test: async () => [], configure() {} };
  }
  const channels = createChannels({ ...options, ...delivery });
  const outbox = delivery.isAutomatic ? await openOutbox(options, channels) : null;
  return {
    outbox,
    channels() {
      const states = outbox?.states() ?? [];
      return states.length > 0 ? states : undefined;
    },
    test: () => testAll(channels, testAlert(settings, options.source, clock.now()), lifecycle.signal),
    configure: () => outbox?.configure(),
  };
}

async function openOutbox(options: OpenDeliveryOptions, channels: Channels): Promise<Outbox> {
  const { db, health, bus, lifecycle, log, onStoreError } = options;
  const outbox = createOutbox({
    ...options,
    ...{ channels, store: db.alertDeliveries, recorded: await readRecorded(db, onStoreError) },
    onProblem(problem) {
      if (problem === null) health.clear('delivery');
      else health.raise('delivery', new SpyglassError('alert_delivery', problem));
    },
    onStates: (states) => bus.emit('alert-channels', states),
  });
  lifecycle.add('alert delivery', outbox.close);
  log.debug({ channels: channels.inUse() }, 'alerts are delivered');
  return outbox;
}

/** Where the database fails, alerts of earlier runs wait for the next start. */
async function readRecorded(
  { alertDeliveries }: Recording,
  onStoreError: (error: unknown) => void,
): Promise<RecordedOutbox> {
  try {
    const [waiting, history] = await Promise.all([alertDeliveries.waiting(), alertDeliveries.history()]);
    return { waiting, history };
  } catch (error) {
    onStoreError(error);
    return { waiting: [], history: [] };
  }
}

function testAlert({ symbol }: Settings, source: Source, at: number): Alert {
  const message = 'Test of Spyglass: alerts of this daemon arrive here.';
  return { at, kind: 'rule', symbol, message, direction: 'up', value: 0, valueAt: null, level: 0, source };
}

function testAll(channels: Channels, alert: Alert, signal: AbortSignal): Promise<ChannelTest[]> {
  // No receiver may take a second test for the first one.
  const message = alertMessageOf(alert, randomBytes(16).toString('hex'), true);
  return Promise.all(
    channels.inUse().map(async (channel): Promise<ChannelTest> => {
      try {
        await channels.send(channel, message, signal);
        return { channel, isOk: true, message: 'delivered' };
      } catch (error) {
        return { channel, isOk: false, message: reasonOf(error) };
      }
    }),
  );
}
