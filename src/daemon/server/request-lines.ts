import {
  createJSONRPCErrorResponse,
  JSONRPCErrorCode,
  type JSONRPCID,
  type JSONRPCRequest,
  type JSONRPCResponse,
  type JSONRPCServer,
} from 'json-rpc-2.0';
import { encodeLine } from '../../protocol/framing.ts';
import type { Client, LookedAt } from './client.ts';
import { RawJson } from './raw-json.ts';
import { applicationError, isRequest } from './rpc.ts';

/** Requests of one client under way at once; more is a fault on its side. */
const maxPending = 64;

/** The client's socket, its limits, and who gets its requests. */
export interface RequestLinesOptions {
  client: Client<LookedAt>;
  server: JSONRPCServer;
  /** Whether the daemon is closing, so that requests are no longer served. */
  isStopped: () => boolean;
  /** Ends the connection because of a fault of the client. */
  disconnect: (reason: string) => void;
}

/** A result that is JSON already goes out as it is. */
function answerLine(response: JSONRPCResponse): string {
  if (!(response.result instanceof RawJson)) return encodeLine(response);
  return `{"jsonrpc":"2.0","id":${JSON.stringify(response.id)},"result":${response.result.json}}\n`;
}

/** Takes the lines of one client and sends an answer to each request. A line that is no request ends the connection. */
export function createRequestLines({ client, server, isStopped, disconnect }: RequestLinesOptions) {
  let pending = 0;
  const answerError = (id: JSONRPCID, code: number, message: string, data?: unknown) =>
    client.outbox.send(encodeLine(createJSONRPCErrorResponse(id, code, message, data)));
  const { InvalidRequest, ParseError } = JSONRPCErrorCode;

  const serve = (request: JSONRPCRequest) => {
    const id = request.id ?? null;
    if (isStopped()) {
      const error = { code: 'not_running', hint: 'Start it again once it has closed.' };
      return answerError(id, applicationError, 'The daemon is closing.', error);
    }
    if (client.name === null && request.method !== 'hello') {
      return answerError(id, InvalidRequest, 'say `hello` first');
    }
    if (pending >= maxPending) return answerError(id, InvalidRequest, 'too many requests under way');
    pending += 1;
    void Promise.resolve(server.receive(request)).then((response) => {
      pending -= 1;
      if (response) client.outbox.send(answerLine(response));
    });
  };

  return {
    onLine(line: string) {
      let request: unknown;
      try {
        request = JSON.parse(line);
      } catch {
        answerError(null, ParseError, 'not JSON');
        return disconnect('it sent something that is not JSON');
      }
      if (isRequest(request)) return serve(request);
      answerError(null, InvalidRequest, 'not a JSON-RPC 2.0 request');
      disconnect('it sent something that is not a request');
    },
    onTooLong() {
      answerError(null, InvalidRequest, 'the line is too long');
      disconnect('it sent a line that is too long');
    },
  };
}
