import type { Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';

/** An answer ready to be sent, and the means to send it badly. */
export interface Delivery {
  status: number;
  headers: Record<string, string>;
  payload: Buffer;
  /** Sends status and headers, with the payload's length. */
  writeHead(): void;
  /** Sends part of the payload; resolves when the client has room for more, or is gone. */
  write(chunk: Buffer): Promise<void>;
  end(): void;
  /** Sends a whole answer as it stands on the wire, status line and headers included, and closes. */
  sendRaw(text: string): void;
  /** Breaks the connection with a reset. */
  reset(): void;
  /** Waits real milliseconds, shorter when the client or the server goes away; `false` if so. */
  wait(ms: number): Promise<boolean>;
  /** As it should be sent. */
  send(): void;
}

/** The places in a request's way at which a fault can step in; unset ones behave well. */
export interface FaultSteps {
  /** Changes what is asked, before it is answered. */
  rewrite?: (exchange: Exchange) => void;
  /** Answers instead of the endpoint; `null` lets the endpoint answer. */
  replace?: (exchange: Exchange) => Answer | null;
  /** Changes the endpoint's answer. */
  alter?: (answer: Answer, exchange: Exchange) => Answer;
  /** Sends the answer instead of the server; `null` lets the server send it. */
  deliver?: (delivery: Delivery) => Promise<void>;
}

export const faultKinds = [
  'status',
  'body',
  'values',
  'size',
  'transport',
  'paging',
  'session',
  'address',
  'past',
] as const;
/** Which part of the API a fault concerns. */
export type FaultKind = (typeof faultKinds)[number];

/** One thing that the simulator can do wrong. */
export interface Fault {
  kind: FaultKind;
  /** What goes wrong, in a sentence without a full stop. */
  summary: string;
  /** Requests that are still answered well after the fault was set; 0 unless it begins in mid-session. */
  startsAfter?: number;
  /** Where the client must go to meet it, for faults that no HTTP server can make; takes the simulator's port. */
  baseUrl?: (port: number) => string;
  apply: FaultSteps;
}
