/** The generated parts of docs/protocol.md: every method and event with an example that was captured from a daemon. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { type EventName, eventNames, eventTable } from '../src/protocol/events.ts';
import { type MethodName, methodNames, methodParams, methodTable } from '../src/protocol/methods.ts';

export interface ProtocolExamples {
  methods: Record<MethodName, { params: unknown; result: unknown }>;
  events: Record<EventName, unknown>;
}

const file = path.resolve(import.meta.dirname, 'protocol-examples.json');
export const examples = JSON.parse(readFileSync(file, 'utf8')) as ProtocolExamples;

const mergeWords = {
  symbol: 'A client that reads slowly gets the newest of each symbol.',
  event: 'A client that reads slowly gets the newest.',
  none: 'Each one is sent.',
};

export function methodsPart(): string {
  return methodNames.map(methodSection).join('\n\n');
}

export function eventsPart(): string {
  return eventNames
    .map((name) => {
      const { summary, mergeKey } = eventTable[name];
      const params = { epoch: '4f0c6a2e…', seq: 12, payload: examples.events[name] };
      return [
        `### \`${name}\``,
        `${summary} ${mergeWords[mergeKey ?? 'none']}`,
        code(laidOut({ jsonrpc: '2.0', method: name, params })),
      ].join('\n\n');
    })
    .join('\n\n');
}

function methodSection(name: MethodName): string {
  const { params, result } = examples.methods[name];
  const request = { jsonrpc: '2.0', id: 7, method: name, params };
  return [
    `### \`${name}\``,
    methodTable[name],
    ...parametersOf(name),
    code(`${JSON.stringify(request)}\n${laidOut({ jsonrpc: '2.0', id: 7, result })}`),
  ].join('\n\n');
}

interface JsonSchema {
  properties?: Record<string, { type?: string; enum?: string[]; pattern?: string }>;
  required?: string[];
}

function parametersOf(name: MethodName): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(methodParams[name]) as JsonSchema;
  const lines = Object.entries(properties).map(([key, { type, enum: words, pattern }]) => {
    const kind = words ? words.map((word) => `\`${word}\``).join(', ') : (type ?? 'any');
    const shape = pattern ? ` like \`${pattern}\`` : '';
    return `- \`${key}\`: ${kind}${shape}${required.includes(key) ? '' : ', may be left out'}`;
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

const code = (text: string) => `\`\`\`json\n${text}\n\`\`\``;

const longestLine = 100;

/** JSON with everything on one line that fits on one. */
function laidOut(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= longestLine) return flat;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => inner + laidOut(item, inner))
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${laidOut(item, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}
