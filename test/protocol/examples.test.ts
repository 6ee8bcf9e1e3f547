import test from 'ava';
import { examples } from '../../scripts/protocol-page.ts';
import { eventNames } from '../../src/protocol/events.ts';
import { methodNames, methodParams } from '../../src/protocol/methods.ts';
import { eventShapes, resultShapes } from '../../src/protocol/shapes/shapes.ts';

const recapture =
  'the shape has changed: node --import=./scripts/typescript-hook.js scripts/capture-examples.ts, then npm run docs';

for (const name of methodNames) {
  test(`the example of ${name} is taken by its shapes, and nothing in it is unknown to them`, (t) => {
    const { params, result } = examples.methods[name];
    t.true(methodParams[name].safeParse(params).success, recapture);
    const parsed = resultShapes[name].safeParse(result);
    t.true(parsed.success, recapture);
    t.deepEqual(parsed.data as unknown, result, recapture);
  });
}

for (const name of eventNames) {
  test(`the example of the event ${name} is taken by its shape, and nothing in it is unknown to it`, (t) => {
    const parsed = eventShapes[name].safeParse(examples.events[name]);
    t.true(parsed.success, recapture);
    t.deepEqual(parsed.data as unknown, examples.events[name], recapture);
  });
}

test('there is an example of everything, and of nothing else', (t) => {
  t.deepEqual(Object.keys(examples.methods), methodNames);
  t.deepEqual(Object.keys(examples.events), eventNames);
});
