import test from 'ava';
import { alertMessageOf, fillTemplate, templateProblem } from '../../../src/market/alerts/alert-message.ts';
import { anAlert } from '../../db/fixtures.ts';

test('no alert breaks out of the template that it is put into', (t) => {
  const message = alertMessageOf(anAlert({ message: 'a "quoted" {id} \\ and\na second line' }), 'ab01');
  const filled = fillTemplate('{"text": "{time}: {message}", "n": {value}, "id": "{id}"}', message);
  t.deepEqual(JSON.parse(filled), {
    ...{ text: `${message.time}: ${message.message}`, n: message.value, id: 'ab01' },
  });
});

test('what is absent is an empty text', (t) => {
  const message = alertMessageOf(anAlert({ valueAt: null }), 'ab01');
  t.is(fillTemplate('["{valueAt}"]', message), '[""]');
});

test('a template must be JSON and name what there is', (t) => {
  t.is(templateProblem('{"text": "{message}"}'), null);
  t.regex(templateProblem('{"text": "{mesage}"}')!, /only these names in braces: \{id\}/);
  for (const wrong of ['', '{message}', '{"text": "{message}"'])
    t.regex(templateProblem(wrong)!, /expected JSON/);
});
