import test from 'ava';
import { tearReplies } from './torn-replies.ts';

test('a hundred thousand times, replies of the terminal among typed keys are swallowed', (t) => {
  tearReplies(t, 100_000);
});
