import {
  createJSONRPCErrorResponse,
  isJSONRPCID,
  isJSONRPCRequest,
  JSONRPCErrorCode,
  type JSONRPCRequest,
  JSONRPCServer,
} from 'json-rpc-2.0';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import {
  type MethodName,
  type MethodParams,
  type MethodResults,
  methodNames,
  methodParams,
} from '../../protocol/methods.ts';
import { protocolVersion } from '../../protocol/version.ts';
import { isReadMethod } from './methods/read-methods.ts';
import { type PastMethod, pastMethods } from '../playback/past-reader.ts';
import type { OpenChain } from '../underlyings/chains/open-chains.ts';
import type { Client, LookedAt } from './client.ts';
import { type Subscribable, subscriber } from './subscriber.ts';

/** The answer to each method; each receives what the client looks at. Those of playbacks are answered apart. */
export type Methods<T extends LookedAt = OpenChain> = {
  [M in Exclude<MethodName, 'subscribe' | PlaybackMethod>]: (
    params: MethodParams<M>,
    target: T,
  ) => MethodResults[M] | Promise<MethodResults[M]>;
} & { subscribe: (seq: number, target: T) => MethodResults['subscribe'] };

class InvalidParams extends Error {}

/** Code of JSON-RPC for errors of the application. */
export const applicationError = -32_000;

function isPastMethod(name: MethodName): name is PastMethod {
  return pastMethods.some((past) => past === name);
}

/** Whether a message is a JSON-RPC 2.0 request; arrays of them are not supported. */
export function isRequest(message: unknown): message is JSONRPCRequest {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return false;
  const { id, method } = message as { id?: unknown; method?: unknown };
  return (
    typeof method === 'string' &&
    (id === undefined || isJSONRPCID(id)) &&
    isJSONRPCRequest(message as JSONRPCRequest)
  );
}

type PlaybackMethod =
  | 'playback.days'
  | 'playback.session'
  | 'playback.find'
  | 'missed.get'
  | 'export.open'
  | 'export.read';

/** Answers the requests of one client, and keeps its name and subscription as it asks for them. */
export function createRpcServer<T extends LookedAt>(
  client: Client<T>,
  methods: Methods<T>,
  subscribable: Subscribable<T>,
): JSONRPCServer {
  // A client hears about its own faults; this side's console does not.
  const server = new JSONRPCServer({ errorListener: () => undefined });
  server.mapErrorToJSONRPCErrorResponse = (id, thrown) => {
    if (thrown instanceof InvalidParams)
      return createJSONRPCErrorResponse(id, JSONRPCErrorCode.InvalidParams, thrown.message);
    const { code, message, hint } = toSpyglassError(thrown);
    return createJSONRPCErrorResponse(id, applicationError, message, { code, hint });
  };
  const { playbacks } = subscribable;
  const subscribe = subscriber(client, methods.subscribe, subscribable);
  const greeted = async (params: MethodParams<'hello'>) => {
    greet(client, params);
    const hello = await methods.hello(params, client.target);
    return client.isReadOnly ? { ...hello, isReadOnly: true as const } : hello;
  };
  for (const name of methodNames) {
    server.addMethod(name, (raw: unknown) => {
      if (client.isForeign && name !== 'hello' && name !== 'shutdown') {
        throw new SpyglassError('protocol_mismatch', `This daemon speaks version ${protocolVersion}.`);
      }
      const params = paramsOf(name, raw);
      if (name === 'hello') return greeted(params as MethodParams<'hello'>);
      if (client.isReadOnly && !isReadMethod(name)) throw readOnly(name);
      if (name === 'subscribe') return subscribe(params as MethodParams<'subscribe'>);
      if (name === 'playback.days') return playbacks.days(params as MethodParams<'playback.days'>);
      if (name === 'playback.session') return playbacks.session(params as MethodParams<'playback.session'>);
      if (name === 'playback.find') return playbacks.find(params as MethodParams<'playback.find'>);
      if (name === 'missed.get') return playbacks.missed(params as MethodParams<'missed.get'>);
      if (name === 'export.open')
        return playbacks.exports.open(client, params as MethodParams<'export.open'>);
      if (name === 'export.read') return playbacks.exports.read(client);
      if (client.playback && isPastMethod(name)) return playbacks.ask(name, params as never, client.playback);
      return methods[name as 'status'](params as MethodParams<'status'>, client.target);
    });
  }
  return server;
}

function readOnly(name: MethodName): SpyglassError {
  return new SpyglassError('read_only', `${name} is refused: this connection may only read.`);
}

/** @throws InvalidParams */
function paramsOf(name: MethodName, raw: unknown): MethodParams<MethodName> {
  const params = methodParams[name].safeParse(raw ?? {});
  if (params.success) return params.data as MethodParams<MethodName>;
  const [issue] = params.error.issues;
  throw new InvalidParams(`${[name, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'not valid'}`);
}

function greet(client: Client<LookedAt>, hello: MethodParams<'hello'>): void {
  // Another protocol version is answered too: the answer names ours, and the client says so to its user.
  client.isForeign = hello.protocolVersion !== protocolVersion;
  client.isReadOnly ||= hello.readOnly === true;
  client.name = sanitizeText(`${hello.client} ${hello.appVersion}`, 100);
}
