/**
 * A process of its own, so that its CPU time is the dashboard's: the real dashboard on streams in memory, told of updates
 * as a daemon would. Prints its figures as one line of JSON.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { startDashboard } from '../../src/tui/start.tsx';
import { fakeConnection } from '../../test/tui/support/fake-connection.ts';
import { sampleSnapshot } from '../../test/tui/support/sample.ts';
import { sampleHello } from '../../test/tui/support/sample-hello.ts';
import { sampleNow } from '../../test/tui/support/sample-times.ts';
import type { Frames, InProcess, Share } from './figures.ts';
import { type Frame, openRecordingTerminal } from './recording-terminal.ts';
import { rowsChanged } from './rows-changed.ts';
import { chainOf, quoteOf } from './updates.ts';

const size = { columns: 120, rows: 40 };
const [frameCount, shareSeconds] = process.argv.slice(2).map(Number) as [number, number];

interface Update {
  sentAt: number;
  /** When the gathered events were dispatched; `null` until then. */
  dispatchedAt: number | null;
  cpuAtDispatch: number;
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Those whose frame has not come. A busy machine may gather several into one, and none of them is left out. */
let waiting: Update[] = [];
let isSending = false;
const found = { redrawMs: [] as number[], eventToBytesMs: [] as number[], cpuMs: [] as number[] };
const frames: { text: string; isUpdate: boolean }[] = [];
let frameTotal = 0;

const onFrame = ({ at, text }: Frame) => {
  frameTotal += 1;
  const isDrawn = ({ dispatchedAt }: Update) => dispatchedAt !== null && at >= dispatchedAt;
  const drawn = waiting.filter(isDrawn);
  waiting = waiting.filter((update) => !isDrawn(update));
  const first = drawn[0];
  frames.push({ text, isUpdate: first !== undefined });
  if (!first) return;
  found.redrawMs.push(at - first.dispatchedAt!);
  found.cpuMs.push(cpuMs() - first.cpuAtDispatch);
  for (const { sentAt } of drawn) found.eventToBytesMs.push(at - sentAt);
};

/** The machine's clock. A timer made while an event is being sent is the one that dispatches it. */
const machine = systemClock();
const clock: Clock = {
  ...machine,
  after(ms, run) {
    const isDispatch = isSending;
    return machine.after(ms, () => {
      if (isDispatch) {
        const now = { dispatchedAt: performance.now(), cpuAtDispatch: cpuMs() };
        for (const update of waiting) if (update.dispatchedAt === null) Object.assign(update, now);
      }
      run();
    });
  },
};

const terminal = openRecordingTerminal(size.columns, size.rows, onFrame);
const connection = fakeConnection();
const end = new AbortController();
const ended = startDashboard({
  connection,
  clock,
  stdout: terminal.stdout,
  stdin: terminal.stdin,
  stderr: terminal.stdout,
  colors: { level: 3 },
  isEmbedded: false,
  signal: end.signal,
});
const startedAt = performance.now();
const marketNow = () => Math.round(sampleNow + performance.now() - startedAt);
connection.connect(
  sampleSnapshot({ chain: chainOf(0, marketNow()), quote: quoteOf(0, marketNow()) }),
  sampleHello({ now: sampleNow }),
);
await sleep(500);
terminal.press('2');
await sleep(500);

let poll = 0;
const send = (withQuote: boolean) => {
  poll += 1;
  waiting.push({ sentAt: performance.now(), dispatchedAt: null, cpuAtDispatch: 0 });
  isSending = true;
  connection.send('chain', chainOf(poll, marketNow()));
  if (withQuote) connection.send('quote', quoteOf(poll, marketNow()));
  isSending = false;
};
/** Apart by times that do not keep step with the ticking second. */
const updates = async (count: number) => {
  for (let index = 0; index < count; index++) {
    send(false);
    await sleep(90 + ((index * 37) % 60));
  }
};

await updates(40);
await sleep(500);
for (const list of Object.values(found)) list.length = 0;
const firstFrame = frames.length;
await updates(frameCount);
await sleep(500);
const measured: Frames = structuredClone({ ...found, bytes: [] as number[], rowsChanged: [] as number[] });
const before = frames.slice(0, firstFrame).map(({ text }) => text);
const after = frames.slice(firstFrame);
const changed = await rowsChanged(
  size,
  before,
  after.map(({ text }) => text),
);
after.forEach(({ text, isUpdate }, index) => {
  if (!isUpdate) return;
  measured.bytes.push(Buffer.byteLength(text));
  measured.rowsChanged.push(changed[index]!);
});

const shares: Share[] = [];
for (const perSecond of [0, 1, 4, 10]) {
  frames.length = 0;
  const [cpu, since, framesBefore] = [cpuMs(), performance.now(), frameTotal];
  if (perSecond === 0) await sleep(shareSeconds * 1000);
  for (let index = 0; index < perSecond * shareSeconds; index++) {
    send(true);
    // Against the time since the start: a late timer does not make fewer updates.
    await sleep(Math.max(0, since + ((index + 1) * 1000) / perSecond - performance.now()));
  }
  const tookMs = performance.now() - since;
  const bytes = frames.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  shares.push({
    perSecond,
    cpuShare: (cpuMs() - cpu) / tookMs,
    frames: frameTotal - framesBefore,
    bytesPerSecond: bytes / (tookMs / 1000),
  });
}
const contracts = chainOf(0, 0).contracts.length;
end.abort();
await ended;
process.stdout.write(`${JSON.stringify({ contracts, frames: measured, shares } satisfies InProcess)}\n`);
