import { setTimeout as sleep } from 'node:timers/promises';
import type { Link } from '../../src/protocol/connection/link.ts';
import { type Spread, spreadOf } from './spread.ts';

const slotMs = 1000;

/**
 * Watches the starts of the quote job for a while, where a slot lies on each full second.
 * @returns how many there were, and by how many milliseconds they were late
 */
export async function slotLateness(link: Link, seconds: number): Promise<{ slots: number; late: Spread }> {
  const starts = new Set<number>();
  link.onEvent((event) => {
    if (event.name !== 'job') return;
    const startedAt = event.payload.find(({ name }) => name === 'quote')?.lastStartedAt;
    if (startedAt) starts.add(startedAt);
  });
  await link.request('subscribe', {});
  await sleep(seconds * 1000);
  return { slots: starts.size, late: spreadOf([...starts].map((at) => at % slotMs)) };
}
