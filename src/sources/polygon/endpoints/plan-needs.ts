import { UpstreamError } from '../http/upstream-error.ts';
import { type EndpointName, templates } from './endpoint-names.ts';

const endpointNames = Object.keys(templates) as EndpointName[];

/** What needs more than the smallest plan, and which plan that is; the rest is open to every plan. */
const needs: Partial<Record<EndpointName, string>> = {
  optionChain:
    "The options chain needs the Options Starter plan or larger; this key's plan does not include it.",
  contractSnapshot:
    "A contract's snapshot needs the Options Starter plan or larger; this key's plan does not include it.",
  contractTrade:
    "A contract's last trade needs the Options Developer plan or larger; this key's plan does not include it.",
  stockSnapshot: "Live prices need the Stocks Starter plan or larger; this key's plan does not include them.",
  unifiedSnapshot:
    "Live prices need the Stocks Starter plan or larger; this key's plan does not include them.",
  lastTrade: "The last trade needs the Stocks Developer plan or larger; this key's plan does not include it.",
  lastQuote: "The best bid and offer needs the Stocks Advanced plan; this key's plan does not include it.",
};

/** Which plan includes an endpoint, as a sentence; `null` where every plan does. */
export function planFor(template: string): string | null {
  const name = endpointNames.find((candidate) => templates[candidate] === template);
  const sentence = name && needs[name];
  return sentence ? `${sentence.split(';')[0]}.` : null;
}

/** The error of an endpoint that the plan denies, naming the plan that includes it. */
export function notEntitled(name: EndpointName, cause: { message: string | null } | null): UpstreamError {
  const message = needs[name] ?? cause?.message ?? "This key's plan does not include this.";
  return new UpstreamError('not-entitled', message, { cause });
}
