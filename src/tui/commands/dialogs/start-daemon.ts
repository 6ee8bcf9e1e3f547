import { toSpyglassError } from '../../../base/errors.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import type { DashboardState } from '../../state/state.ts';
import type { CommandContext } from '../command.ts';
import { noticeMs } from '../toast-times.ts';

export function canStartDaemon({ connection }: DashboardState): true | string {
  return connection.status === 'lost' || 'A daemon is at work already.';
}

/** Starts a daemon in the background where there is none any more, and attaches to it. */
export async function startDaemon({ startDaemon: start, connection, toast }: CommandContext): Promise<void> {
  if (!start) return toast('This dashboard cannot start a daemon; `spyglass daemon start` does.', 'warning');
  toast('Starting a daemon in the background\u2026', 'text', noticeMs);
  try {
    await start();
    connection.retryNow();
    toast('The daemon has started; it goes on when you quit.');
  } catch (thrown) {
    const { message, hint } = toSpyglassError(thrown);
    toast(upstreamText(`${message} ${hint}`), 'error', noticeMs);
  }
}
