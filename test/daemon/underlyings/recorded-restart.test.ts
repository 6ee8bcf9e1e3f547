import test from 'ava';
import type { HandOver } from '../../../src/daemon/hand-over.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';

const minute = 60_000;
const at = newYorkInstant('2026-11-23', '10:00');

const gapsOf = ({ database }: PolledDaemon, from: number) =>
  database
    .prepare<[number], { name: string; minutes: number; reason: string }>(
      `select underlying || ' ' || job as name, round((ended_at - started_at) / 60000.0) as minutes, reason
       from poll_gaps where started_at >= ? order by name, started_at`,
    )
    .all(from)
    .map(({ name, minutes, reason }) => `${name}: ${minutes} min, ${reason}`);

test.serial(
  'what each underlying missed while nothing ran is a gap of its own; a new one has its own reason',
  async (t) => {
    t.timeout(240_000);
    const first = await startPolledDaemon(t, { at, settings: { recordSymbols: ['SPY', 'QQQ'] } });
    await first.clock.advance(5 * minute);
    await first.close();
    const again = await startPolledDaemon(t, {
      at: at + 15 * minute,
      dir: first.dir,
      settings: { recordSymbols: ['SPY', 'QQQ', 'IWM'] },
    });
    await again.clock.advance(2 * minute);
    t.deepEqual(gapsOf(again, at), [
      ...['QQQ chain: 10 min, daemon was not running', 'QQQ quote: 10 min, daemon was not running'],
      ...['SPY chain: 9 min, daemon was not running', 'SPY quote: 10 min, daemon was not running'],
    ]);
    const open = newYorkInstant('2026-11-23', '09:30');
    t.deepEqual(
      gapsOf(again, open).filter((gap) => gap.startsWith('IWM')),
      ['IWM chain: 45 min, was not recorded until now', 'IWM quote: 45 min, was not recorded until now'],
    );
  },
);

test.serial('a hand-over leaves no gap of any recorded symbol or expiration', async (t) => {
  t.timeout(240_000);
  const settings = { recordSymbols: ['SPY', 'QQQ'], recordExpirations: '2' };
  const first = await startPolledDaemon(t, { at, settings });
  await first.clock.advance(3 * minute + 20_000);
  const handed = first.daemon.handOver();
  await first.clock.advance(8000);
  const note: HandOver = await handed;
  t.deepEqual(note.chainCallsOf, { QQQ: 2 });
  t.true(note.jobs.some(({ name }) => name === 'chain QQQ 2026-11-24'));
  const from = first.clock.now();
  const next = await startPolledDaemon(t, { at: from + 2000, dir: first.dir, settings, takesOver: note });
  await next.clock.advance(5 * minute);
  t.deepEqual(gapsOf(next, at), []);
  const { coverage } = await next.link.request('status', {});
  t.is(coverage.length, 6);
  t.true(coverage.every(({ open }) => open === null));
});
