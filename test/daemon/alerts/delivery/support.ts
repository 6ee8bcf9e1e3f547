import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Settings } from '../../../../src/config/settings/settings-table.ts';
import type { Logger } from '../../../../src/base/log.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { createHttpPost } from '../../../../src/sources/polygon/http/http-get.ts';
import { startHttpServer } from '../../../support/http-server.ts';
import { until } from '../../../support/until.ts';
import { type PolledDaemon, startPolledDaemon } from '../../polled-daemon.ts';

export const at = newYorkInstant('2026-11-23', '10:00');

/** What a receiver was sent. */
export interface Received {
  id: string;
  body: string;
  path: string;
}

/** A webhook's other end, which treats each request as it is told. */
export async function startReceiver(t: Pick<ExecutionContext, 'teardown'>) {
  const received: Received[] = [];
  const treatment: { next: (response: ServerResponse) => void } = { next: accept };
  const server = await startHttpServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => {
      body += piece;
    });
    request.on('end', () => {
      received.push({ id: String(request.headers['x-spyglass-alert-id']), body, path: request.url ?? '' });
      treatment.next(response);
    });
  });
  t.teardown(server.close);
  return { url: server.url, received, treatment };
}

export const accept = (response: ServerResponse): void => {
  response.writeHead(204).end();
};

/** A daemon whose alerts are delivered. Where nothing else is said, a rule fires after one minute and one after two. */
export async function startDelivering(
  t: Pick<ExecutionContext, 'teardown'>,
  setup: { at?: number; dir?: string; settings: Partial<Settings>; log?: Logger; apiKey?: string },
): Promise<PolledDaemon> {
  const { settings, at: instant = at, ...rest } = setup;
  return await startPolledDaemon(t, {
    ...{ ...rest, at: instant, simulator: { hasRateLimit: false } },
    settings: {
      ...{ quoteSeconds: 3600, chainSeconds: 3600, callsPerMinute: 6000 },
      alertRules: ['stale > 1m', 'stale > 2m'],
      ...settings,
    },
    alertDelivery: { isAutomatic: true, httpPost: createHttpPost(null), env: { PATH: process.env.PATH } },
  });
}

/** A row of the outbox. */
export interface OutboxRow {
  alert_id: string;
  channel: string;
  attempts: number;
  next_attempt_at: number | null;
  last_error: string | null;
  delivered_at: number | null;
  given_up_at: number | null;
}

export function outboxOf({ database }: Pick<PolledDaemon, 'database'>): OutboxRow[] {
  return database.prepare<[], OutboxRow>('select * from alert_deliveries order by timestamp, channel').all();
}

/** Moves the clock to the next attempt of the first row that waits, and waits until that has had its result. */
export async function nextAttempt(daemon: PolledDaemon, whileItRuns?: () => Promise<void>): Promise<void> {
  const [row] = outboxOf(daemon).filter(({ next_attempt_at }) => next_attempt_at !== null);
  if (!row) throw new Error('nothing waits');
  const { clock } = daemon;
  await clock.advance(Math.max(0, row.next_attempt_at! - clock.now()));
  await whileItRuns?.();
  await attempted(daemon, row);
}

/** Waits until a row has been tried once more. */
export async function attempted(daemon: PolledDaemon, row: OutboxRow): Promise<void> {
  const isRow = ({ alert_id, channel }: OutboxRow) => alert_id === row.alert_id && channel === row.channel;
  await until(() => outboxOf(daemon).find(isRow)!.attempts > row.attempts);
}

/** Whether any file of a directory holds a text. */
export function holds(dir: string, text: string): boolean {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(path.join(entry.parentPath, entry.name)).includes(text));
}
