import type { JSONRPCResponse } from 'json-rpc-2.0';
import { type EventName, type EventPayloads, eventNames } from '../events.ts';
import { byeShape, notificationShape, responseShape } from '../shapes/message-shapes.ts';
import { eventShapes } from '../shapes/shapes.ts';

/** An event of a daemon, its payload checked. */
export type DaemonEvent = {
  [N in EventName]: { name: N; payload: EventPayloads[N]; seq: number } & PlaybackPlace;
}[EventName];

/** Of an event of the client's playback: when the recorder received it, and which seek it follows. */
export interface PlaybackPlace {
  /** Epoch ms. */
  at?: number | undefined;
  generation?: number | undefined;
}

/** An event of a newer daemon that this version has no shape for. */
export interface UnknownEvent {
  name: string;
  payload: unknown;
  /** `null` where it does not say. */
  seq: number | null;
}

/** Takes what a daemon sends, one kind of message each. */
export interface MessageHandlers {
  onEvent(event: DaemonEvent): void;
  onUnknownEvent(event: UnknownEvent): void;
  onResponse(response: JSONRPCResponse): void;
  /** The daemon ends the connection, and says why. */
  onBye(reason: string): void;
  /** The line does not belong to the protocol; the reason is for people. */
  onFault(reason: string): void;
}

/** Reads the daemon's lines, each a JSON text, and calls one handler for each. */
export function messageReader(handlers: MessageHandlers): (line: string) => void {
  return (line) => {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return handlers.onFault('the daemon sent something that is not JSON');
    }
    const notification = notificationShape.safeParse(message);
    if (notification.success) {
      const { method: name, params } = notification.data;
      const payload = eventShapes[name].safeParse(params.payload);
      if (!payload.success) return handlers.onFault(`the daemon sent a ${name} event of an unknown shape`);
      const { seq, at, generation } = params;
      const event = { name, payload: payload.data, seq, ...(at !== undefined && { at, generation }) };
      return handlers.onEvent(event as DaemonEvent);
    }
    const response = responseShape.safeParse(message);
    if (response.success) return handlers.onResponse(response.data as JSONRPCResponse);
    const bye = byeShape.safeParse(message);
    if (bye.success) return handlers.onBye(bye.data.params.reason);
    const unknown = unknownEventOf(message);
    if (!unknown) return handlers.onFault('the daemon sent a message of an unknown shape');
    handlers.onUnknownEvent(unknown);
  };
}

/** A notification of a name that this version does not know comes from a newer daemon and is no fault. */
function unknownEventOf(message: unknown): UnknownEvent | null {
  if (typeof message !== 'object' || message === null || 'id' in message) return null;
  const { method, params } = message as { method?: unknown; params?: { payload?: unknown; seq?: unknown } };
  if (typeof method !== 'string' || eventNames.some((name) => name === method)) return null;
  const seq = typeof params?.seq === 'number' ? params.seq : null;
  return { name: method, payload: params?.payload, seq };
}
