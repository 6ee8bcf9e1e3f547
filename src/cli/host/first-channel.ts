import type { Clock } from '../../base/clock.ts';
import { encodeLine, lineSplitter, longestRequestBytes } from '../../protocol/framing.ts';
import { protocolVersion } from '../../protocol/version.ts';
import type { SshChannel } from './ssh-channel.ts';

/** How often the round trip is measured, and the longest wait between two tries to connect again; real ms. */
const everyMs = 10_000;
const longestWaitMs = 30_000;

/** The connection that others share, kept open for as long as the bridge is. */
export interface FirstChannel {
  roundTripMs(): number | null;
  close(): void;
}

/** `null` where it cannot be opened now: it is tried again. */
async function opened(dialing: Promise<SshChannel>): Promise<SshChannel | null> {
  const [result] = await Promise.allSettled([dialing]);
  return result.status === 'fulfilled' ? result.value : null;
}

/**
 * Keeps a channel open by greeting its daemon again and again, which also says how long an answer takes. One that has
 * ended is opened anew.
 * @param of `dial` opens another one, which must not ask for a password
 */
export function keepFirstChannel(
  channel: SshChannel,
  of: { dial: () => Promise<SshChannel>; clock: Clock; appVersion: string },
): FirstChannel {
  const { dial, clock, appVersion } = of;
  const stop = new AbortController();
  let current: SshChannel | null = channel;
  let roundTrip: number | null = null;

  const run = async () => {
    let waitMs = 1000;
    while (!stop.signal.aborted) {
      if (current) {
        await greetAgain(current, { clock, appVersion, signal: stop.signal }, (ms) => {
          roundTrip = ms;
        });
        roundTrip = null;
        current = null;
        waitMs = 1000;
      }
      await clock.sleep(waitMs, stop.signal);
      waitMs = Math.min(2 * waitMs, longestWaitMs);
      if (stop.signal.aborted) return;
      current = await opened(dial());
      if (stop.signal.aborted) current?.close();
    }
  };
  void run();
  return {
    roundTripMs: () => roundTrip,
    close() {
      stop.abort();
      current?.close();
    },
  };
}

/** Says hello every few seconds until the channel ends; `onRoundTrip` gets the ms to each answer. */
async function greetAgain(
  { input, output, ended }: SshChannel,
  { clock, appVersion, signal }: { clock: Clock; appVersion: string; signal: AbortSignal },
  onRoundTrip: (ms: number) => void,
): Promise<void> {
  let answered = () => {};
  const ignored = () => undefined;
  // What it says is the other connections' business.
  output.on(
    'data',
    lineSplitter(16 * longestRequestBytes, () => answered(), ignored),
  );
  let isOpen = true;
  const end = ended.then(() => {
    isOpen = false;
  });
  const params = { protocolVersion, appVersion, client: 'host' };
  for (let id = 1; isOpen && !signal.aborted; id++) {
    const sentAt = clock.monotonic();
    const answer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    input.write(encodeLine({ jsonrpc: '2.0', id, method: 'hello', params }));
    await Promise.race([answer, end]);
    if (isOpen) onRoundTrip(Math.round(clock.monotonic() - sentAt));
    await Promise.race([clock.sleep(everyMs, signal), end]);
  }
}
