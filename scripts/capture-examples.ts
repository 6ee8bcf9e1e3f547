/**
 * Captures the protocol's examples from a real daemon on a simulated market, from shortly before an opening bell, and
 * keeps the first entries of long lists. Run it when a shape has changed: `node --import=./scripts/typescript-hook.js scripts/capture-examples.ts`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock, virtualClock } from '../src/base/clock.ts';
import { loadSettings } from '../src/config/load-settings.ts';
import { openDatabase } from '../src/db/sqlite/open-database.ts';
import { startDaemon } from '../src/daemon/daemon.ts';
import { createHttpPost, httpGet } from '../src/sources/polygon/http/http-get.ts';
import type { AlertsReport } from '../src/protocol/alerts.ts';
import { type EventName, eventNames } from '../src/protocol/events.ts';
import { openLink } from '../src/protocol/connection/link.ts';
import { type MethodName, type MethodParams, methodNames } from '../src/protocol/methods.ts';
import { protocolVersion } from '../src/protocol/version.ts';
import { startSimulator } from '../src/simulator/server.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'sgx-'));
const params: { [M in MethodName]: MethodParams<M> } = {
  hello: { protocolVersion, appVersion: '0.1.0', client: 'nc' },
  subscribe: {},
  'playback.days': { symbol: 'SPY' },
  'playback.session': { symbol: 'SPY', date: '2026-11-23' },
  'playback.find': { rule: 'price > 1', from: Date.parse('2026-11-23T14:29:00Z'), direction: 'forward' },
  'missed.get': { since: Date.parse('2026-11-20T20:42:00Z') },
  status: {},
  'quote.get': { symbol: 'SPY' },
  'chain.get': { symbol: 'SPY' },
  'levels.get': { symbol: 'SPY' },
  'levels.sum': { symbol: 'SPY' },
  'levels.history': { symbol: 'SPY', date: '2026-11-23' },
  'levels.recompute': { date: '2026-11-23' },
  'levels.recomputed': { symbol: 'SPY' },
  'bars.get': {
    timeframe: '15min',
    from: Date.parse('2026-11-20T14:30:00Z'),
    to: Date.parse('2026-11-20T21:00:00Z'),
  },
  'last-trade.get': { symbol: 'SPY' },
  'usage.get': {},
  'alerts.get': {},
  'alerts.test': {},
  'alerts.add': { rule: 'price crosses flip' },
  'alerts.remove': { rule: 'SPY price crosses flip' },
  backfill: { timeframe: 'daily', from: '2026-10-01', to: '2026-10-30' },
  refresh: { job: 'quote', force: true },
  prune: { dryRun: true },
  'archive.now': { symbol: 'SPY', date: '2026-11-20' },
  'archive.verify': { symbol: 'SPY', date: '2026-11-20' },
  'archive.import': { directory: '/media/usb/archive', symbol: 'SPY', date: '2026-11-19' },
  'archive.forget': { symbol: 'SPY', date: '2026-11-20' },
  'archive.list': {},
  'export.open': { table: 'quotes' },
  'export.read': {},
  rebuild: { date: '2026-11-20', strikesPercent: 0.1 },
  'rebuild.remove': { date: '2026-11-20' },
  backup: { file: path.join(dir, 'backup.sqlite') },
  doctor: {},
  shutdown: {},
};

/** The session before, which can be archived: one quote of it. */
async function recordFriday(databasePath: string): Promise<void> {
  const db = await openDatabase({ path: databasePath, clock: systemClock() });
  const at = Date.parse('2026-11-20T20:59:58Z');
  await db.quotes.record({
    ...{ symbol: 'SPY', price: 668.4, priceKind: 'trade', bid: 668.39, ask: 668.41, quotedAt: at - 300 },
    ...{
      dayOpen: 666.1,
      dayHigh: 669.2,
      dayLow: 665.4,
      previousClose: 665.9,
      volume: 52_300_112,
      vwap: 667.6,
    },
    ...{ timestamp: at - 400, receivedAt: at, slotAt: at - 500, tier: 'real-time', source: 'polygon' },
  });
  await db.close();
}

await recordFriday(path.join(dir, 'spyglass.sqlite'));
const clock = virtualClock(Date.parse('2026-11-23T14:29:57Z'), 1);
const simulator = await startSimulator({ clock });
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const daemon = await startDaemon({
  mode: 'live',
  databasePath: path.join(dir, 'spyglass.sqlite'),
  socketPath: path.join(dir, 'run', 's.sock'),
  settings: loadSettings({
    env: { SPYGLASS_ALERT_RULES: 'price > 700; QQQ price > 600', SPYGLASS_ALERT_COMMAND: 'true' },
  }).settings,
  alertDelivery: { isAutomatic: true, httpPost: createHttpPost(null), env: { PATH: process.env.PATH } },
  baseUrl: simulator.url,
  apiKey: 'captured',
  clock,
  isVirtualClock: true,
  appVersion: '0.1.0',
  pid: 4242,
  platform: process.platform,
  epoch: '4f0c6a2e-9a53-4d0e-8f3b-2d1f7a5e6c01',
  httpGet,
  random: () => 0.5,
  log,
});
const link = await openLink({
  socketPath: path.join(dir, 'run', 's.sock'),
  clock,
  appVersion: '0.1.0',
  client: 'capture',
});
const events = new Map<EventName, unknown>();
link.onEvent(({ name, payload }) => void events.set(name, payload));
const snapshot = await link.request('subscribe', {});
await clock.sleep(5000);
await link.request('refresh', { job: 'all', force: true });
await link.request('prune', { dryRun: false });
await link.request('levels.recompute', params['levels.recompute']);
// A step that asks a contract says more than the first ones, which ask what was listed.
for (let step = 0; step < 4; step++) await link.request('rebuild', params.rebuild);
await clock.sleep(500);

const methods: Record<string, { params: unknown; result: unknown }> = {};
// There is no other archive here, and nobody to answer afterwards.
const byHand: readonly MethodName[] = ['archive.import', 'shutdown'];
for (const name of methodNames.filter((method) => !byHand.includes(method))) {
  methods[name] = { params: params[name], result: await link.request(name, params[name]) };
}
const played = await link.request('subscribe', { paused: true });
events.set('playback', played.playback);
methods['archive.import'] = {
  params: params['archive.import'],
  result: {
    ...{ symbol: 'SPY', date: '2026-11-19', isOk: true, message: 'imported', code: null },
    ...{ rows: 184_212, bytes: 1_604_870 },
  },
};
methods.shutdown = { params: {}, result: { isClosing: true } };
link.close();
await daemon.close();
await simulator.close();
rmSync(dir, { recursive: true });

// Some things do not happen within seconds; their payload is the same as the snapshot's part.
const fallback: Partial<Record<EventName, unknown>> = {
  'price-line': snapshot.priceLine,
  phase: snapshot.phase,
  health: snapshot.health,
  gap: snapshot.coverage,
  'levels-history': { symbol: 'SPY', points: snapshot.levelsHistory },
  'recorded-levels': { symbol: 'SPY', levels: (methods['levels.history']!.result as unknown[])[0] },
  'alert-channels': (methods['alerts.get']!.result as AlertsReport).channels,
  desk: {
    ...{ role: 'follower', recorder: 'server1 (4711)', self: 'laptop (4242)' },
    store: 'postgres://server1:5432/spyglass',
  },
  expirations: { symbol: 'TSLA', dates: ['2026-11-23', '2026-11-25', '2026-11-27'] },
  alert: {
    at: Date.parse('2026-11-23T17:04:00Z'),
    kind: 'gamma-flip',
    symbol: 'SPY',
    message: 'SPY 668.87 is now below the gamma flip at 669.42',
    direction: 'down',
    value: 668.87,
    valueAt: Date.parse('2026-11-23T17:04:00Z'),
    level: 669.42,
    source: 'simulator',
  },
};
const captured = {
  methods: Object.fromEntries(methodNames.map((name) => [name, methods[name]])),
  events: Object.fromEntries(eventNames.map((name) => [name, events.get(name) ?? fallback[name]])),
};

/** Long lists cut to their first entries: contracts, points, jobs, calls. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) {
    return (typeof value[0] === 'object' ? value.slice(0, 2) : value.slice(0, 30)).map(shortened);
  }
  if (typeof value === 'string') return value.replaceAll(dir, '/home/you/.local/share/spyglass');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]));
}
const file = path.resolve(import.meta.dirname, 'protocol-examples.json');
writeFileSync(file, `${JSON.stringify(shortened(captured), null, 2)}\n`);
