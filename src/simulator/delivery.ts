import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Clock } from '../base/clock.ts';
import type { Answer } from './answer.ts';
import type { Delivery } from './faults/fault.ts';

interface DeliveryOptions {
  response: ServerResponse;
  answer: Answer;
  requestId: string;
  now: number;
  clock: Clock;
  acceptsGzip: boolean;
  /** Aborts when the server closes. */
  signal: AbortSignal;
}

/** Smaller bodies are not worth compressing. */
const smallestGzip = 1024;

/** Makes an answer ready to be sent, with the headers that the API sends. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { response, answer, clock, signal } = options;
  const { payload, headers } = encode(options);
  const isGone = () => signal.aborted || response.destroyed || response.socket?.destroyed === true;
  const delivery: Delivery = {
    status: answer.status,
    headers,
    payload,
    writeHead() {
      response.writeHead(delivery.status, delivery.headers);
    },
    async write(chunk) {
      if (isGone() || response.write(chunk)) return;
      await new Promise<void>((resolve) => {
        const done = () => {
          response.off('drain', done);
          response.off('close', done);
          resolve();
        };
        response.once('drain', done);
        response.once('close', done);
      });
    },
    end: () => response.end(),
    sendRaw(text) {
      response.socket?.end(text);
    },
    reset() {
      response.socket?.resetAndDestroy();
    },
    async wait(ms) {
      const gone = new AbortController();
      const leave = () => gone.abort();
      response.once('close', leave);
      await clock.sleep(ms * clock.speed, AbortSignal.any([signal, gone.signal]));
      response.off('close', leave);
      return !isGone();
    },
    send() {
      delivery.writeHead();
      response.end(delivery.payload);
    },
  };
  return delivery;
}

function encode({ answer, requestId, now, acceptsGzip }: DeliveryOptions) {
  const body = bodyOf(answer);
  const isCompressed = acceptsGzip && body.length >= smallestGzip && !answer.headers?.['content-encoding'];
  const payload = isCompressed ? gzipSync(body, { level: 1 }) : body;
  const headers: Record<string, string> = {
    'content-type': answer.text === undefined ? 'application/json' : 'text/plain; charset=utf-8',
    date: new Date(now).toUTCString(),
    'x-request-id': requestId,
    vary: 'Accept-Encoding',
    'content-length': String(payload.length),
    ...(isCompressed && { 'content-encoding': 'gzip' }),
    ...answer.headers,
  };
  return { payload, headers };
}

function bodyOf(answer: Answer): Buffer {
  if (answer.bytes) return Buffer.from(answer.bytes);
  if (answer.text !== undefined) return Buffer.from(answer.text);
  return Buffer.from(answer.json === undefined ? '' : JSON.stringify(answer.json));
}
