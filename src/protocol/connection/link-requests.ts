import { JSONRPCClient, type JSONRPCResponse } from 'json-rpc-2.0';
import type { Clock } from '../../base/clock.ts';
import { isErrorCode, SpyglassError } from '../../base/errors.ts';
import type { MethodName, MethodParams, MethodResults } from '../methods.ts';
import { resultShapes } from '../shapes/shapes.ts';

/** Real milliseconds that an answer may take. */
const usualPatienceMs = 10_000;
/** These wait for the API, its retries included, or for millions of rows. */
const patienceMs: Partial<Record<MethodName, number>> = {
  refresh: 180_000,
  'last-trade.get': 180_000,
  backfill: 180_000,
  rebuild: 180_000,
  'levels.recompute': 60_000,
  prune: 900_000,
  backup: 900_000,
  'archive.list': 60_000,
  'archive.verify': 900_000,
  'archive.now': 900_000,
  'archive.forget': 900_000,
  // The first rows of an archived session come once it is read.
  'export.open': 60_000,
  'export.read': 60_000,
  doctor: 60_000,
};

/** Requests under way on one connection. */
export interface LinkRequests {
  /**
   * @returns the answer, unchecked
   * @throws SpyglassError the daemon's own code, `timeout`, or `not_running` when the connection ends first
   */
  ask<M extends MethodName>(method: M, params: MethodParams<M>): Promise<unknown>;
  /** As `ask`, checked. @throws SpyglassError `protocol` for an answer of an unknown shape */
  request<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResults[M]>;
  receive(response: JSONRPCResponse): void;
  /** The connection has ended: every request under way fails. */
  end(): void;
}

/**
 * @param send takes one request
 * @param endReason why the connection has ended; `null` while it has not
 */
export function createLinkRequests(
  clock: Clock,
  send: (request: unknown) => void,
  endReason: () => string | null,
): LinkRequests {
  const rpc = new JSONRPCClient(send);
  const pending = new Map<number, (reason: SpyglassError) => void>();
  let nextId = 0;
  const ended = () => new SpyglassError('not_running', `The connection to the daemon ended: ${endReason()}.`);

  const ask: LinkRequests['ask'] = async (method, params) => {
    if (endReason() !== null) throw ended();
    const id = ++nextId;
    const timeoutMs = patienceMs[method] ?? usualPatienceMs;
    const answer = rpc.requestAdvanced({ jsonrpc: '2.0', id, method, params });
    let cancel = () => {};
    const cutShort = new Promise<never>((_, reject) => {
      pending.set(id, reject);
      cancel = clock.after(timeoutMs * clock.speed, () => reject(timedOut(method, timeoutMs)));
    });
    const response = await Promise.race([answer, cutShort]).finally(() => {
      cancel();
      pending.delete(id);
    });
    if (response.error) throw remoteError(response.error);
    return response.result;
  };

  return {
    ask,
    request: async (method, params) =>
      checked(
        method,
        resultShapes[method].safeParse(await ask(method, params)),
      ) as MethodResults[typeof method],
    receive: (response) => rpc.receive(response),
    end() {
      for (const reject of pending.values()) reject(ended());
      pending.clear();
    },
  };
}

/** The data of an answer. @throws SpyglassError `protocol` for an answer of an unknown shape */
export function checked<T>(
  method: MethodName,
  result: { success: true; data: T } | { success: false; error: unknown },
): T {
  if (result.success) return result.data;
  throw new SpyglassError('protocol', `The daemon's answer to \`${method}\` is of an unknown shape.`);
}

function timedOut(method: MethodName, timeoutMs: number): SpyglassError {
  return new SpyglassError(
    'timeout',
    `The daemon did not answer \`${method}\` within ${timeoutMs / 1000} s.`,
  );
}

function remoteError(error: { message: string; data?: { code: string; hint: string } }): SpyglassError {
  const code = error.data?.code;
  if (isErrorCode(code)) return new SpyglassError(code, error.message, { hint: error.data!.hint });
  const { hint } = error.data ?? {};
  return new SpyglassError(
    'protocol',
    `The daemon denied the request: ${error.message}`,
    hint === undefined ? {} : { hint },
  );
}
