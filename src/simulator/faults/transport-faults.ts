import type { Delivery, Fault } from './fault.ts';

const slowHeadersMs = 5000;
const slowBodySteps = 120;
const slowBodyStepMs = 500;

export const transportFaults = {
  'slow-headers': {
    kind: 'transport',
    summary: 'five real seconds pass before the first byte',
    apply: {
      async deliver(delivery) {
        if (await delivery.wait(slowHeadersMs)) delivery.send();
      },
    },
  },
  'slow-body': {
    kind: 'transport',
    summary: 'the body drips for a real minute, with never more than half a second between two drops',
    apply: { deliver: drip },
  },
  hang: {
    kind: 'transport',
    summary: 'the connection is accepted and nothing ever comes',
    apply: { deliver: async () => {} },
  },
  'hang-in-body': {
    kind: 'transport',
    summary: 'half the body comes, and never the rest',
    apply: {
      async deliver(delivery) {
        delivery.writeHead();
        await delivery.write(half(delivery));
      },
    },
  },
  'reset-before-headers': {
    kind: 'transport',
    summary: 'the connection is reset before anything is sent',
    apply: { deliver: async (delivery) => delivery.reset() },
  },
  'reset-in-body': {
    kind: 'transport',
    summary: 'the connection is reset after half the body',
    apply: {
      async deliver(delivery) {
        delivery.writeHead();
        await delivery.write(half(delivery));
        delivery.reset();
      },
    },
  },
  'switching-protocols': {
    kind: 'transport',
    summary: 'every request gets 101 Switching Protocols, which nobody has asked for',
    apply: {
      deliver: async (delivery) =>
        delivery.sendRaw(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
        ),
    },
  },
  'status-that-does-not-exist': {
    kind: 'transport',
    summary: 'every request gets the status 000',
    apply: {
      deliver: async (delivery) =>
        delivery.sendRaw('HTTP/1.1 000 Nothing\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
    },
  },
  'closed-without-an-answer': {
    kind: 'transport',
    summary: 'the connection is closed in order, and nothing was sent',
    apply: { deliver: async (delivery) => delivery.sendRaw('') },
  },
  'redirect-to-another-host': {
    kind: 'transport',
    summary: 'every request is redirected (301) to another host',
    apply: {
      replace: ({ path }) => ({
        status: 301,
        text: '',
        headers: { location: `https://elsewhere.invalid${path}` },
      }),
    },
  },
  'redirect-to-itself': {
    kind: 'transport',
    summary: 'every request is redirected (302) to its own address',
    apply: { replace: ({ path }) => ({ status: 302, text: '', headers: { location: path } }) },
  },
  'skewed-date-header': {
    kind: 'transport',
    summary: 'the Date header is two hours behind',
    apply: {
      alter: (answer, { now }) => ({
        ...answer,
        headers: { ...answer.headers, date: new Date(now - 7_200_000).toUTCString() },
      }),
    },
  },
} as const satisfies Record<string, Fault>;

function half({ payload }: Delivery): Buffer {
  return payload.subarray(0, Math.floor(payload.length / 2));
}

async function drip(delivery: Delivery) {
  delivery.writeHead();
  const size = Math.max(1, Math.ceil(delivery.payload.length / slowBodySteps));
  for (let from = 0; from < delivery.payload.length; from += size) {
    await delivery.write(delivery.payload.subarray(from, from + size));
    if (!(await delivery.wait(slowBodyStepMs))) return;
  }
  delivery.end();
}
