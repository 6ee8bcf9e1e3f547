import type { Clock } from '../../../base/clock.ts';
import type { Settings } from '../../../config/settings/settings-table.ts';
import { type AlertChannel, alertChannels } from '../../../market/alerts/alert-channels.ts';
import type { AlertMessage } from '../../../market/alerts/alert-message.ts';
import type { HttpPost } from '../../../sources/polygon/http/http-get.ts';
import { DeliveryFailure } from './delivery-failure.ts';
import { postWebhook } from './post-webhook.ts';
import { runProgram } from './run-program.ts';

/** The settings of the channels; read at each attempt, as they may change meanwhile. */
export type ChannelSettings = Pick<
  Settings,
  'alertCommand' | 'alertWebhook' | 'alertWebhookBody' | 'alertDesktop' | 'alertTimeoutSeconds'
>;

/** What messages go out with. */
export interface ChannelsOptions {
  settings: ChannelSettings;
  httpPost: HttpPost;
  /** Environment of programs, without secrets. */
  env: Readonly<Record<string, string | undefined>>;
  appVersion: string;
  platform: NodeJS.Platform;
  clock: Clock;
}

/** The ways on which alerts reach a person. */
export interface Channels {
  /** Those that the settings name. */
  inUse(): AlertChannel[];
  /** One attempt. @throws DeliveryFailure */
  send(channel: AlertChannel, message: AlertMessage, signal: AbortSignal): Promise<void>;
}

export function createChannels(options: ChannelsOptions): Channels {
  const { settings, httpPost, env, appVersion, platform, clock } = options;
  const limitMs = () => settings.alertTimeoutSeconds * 1000;
  const run = (command: readonly string[], message: AlertMessage, signal: AbortSignal) =>
    runProgram({
      ...{ command, clock, platform, signal, limitMs: limitMs() },
      env: { ...env, ...variablesOf(message) },
      input: `${JSON.stringify(message)}\n`,
    });
  const isSet: Record<AlertChannel, () => boolean> = {
    command: () => settings.alertCommand.length > 0,
    webhook: () => settings.alertWebhook !== null,
    desktop: () => settings.alertDesktop,
  };
  return {
    inUse: () => alertChannels.filter((channel) => isSet[channel]()),
    async send(channel, message, signal) {
      if (!isSet[channel]()) throw new DeliveryFailure('the channel is not set any more');
      if (channel === 'command') return await run(settings.alertCommand, message, signal);
      if (channel === 'desktop') return await run(desktopCommand(message, platform), message, signal);
      await postWebhook({
        ...{ httpPost, url: settings.alertWebhook ?? '', template: settings.alertWebhookBody, message },
        ...{ appVersion, limitMs: limitMs(), clock, signal },
      });
    },
  };
}

/** `SPYGLASS_ALERT_ID`, `SPYGLASS_ALERT_VALUE_AT` and so on; what is absent is empty. */
function variablesOf(message: AlertMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message).map(([name, value]) => [
      `SPYGLASS_ALERT_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
      String(value ?? ''),
    ]),
  );
}

/** @throws DeliveryFailure where the system has no such program */
function desktopCommand({ message, time }: AlertMessage, platform: NodeJS.Platform): string[] {
  const title = `Spyglass ${time}`;
  if (platform === 'darwin') {
    const script = [
      'on run argv',
      'display notification (item 2 of argv) with title (item 1 of argv)',
      'end run',
    ];
    return ['osascript', ...script.flatMap((line) => ['-e', line]), title, message];
  }
  if (platform === 'win32') throw new DeliveryFailure('there are no desktop notifications on this system');
  // The body of a notification may be read as markup.
  const plain = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return ['notify-send', '--app-name=spyglass', '--', title, plain];
}
