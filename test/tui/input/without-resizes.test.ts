import { EventEmitter } from 'node:events';
import test from 'ava';
import { withoutResizes } from '../../../src/tui/input/without-resizes.ts';

test('who is given it hears of everything but another size, and has the terminal as it is', (t) => {
  const written: string[] = [];
  const terminal = Object.assign(new EventEmitter(), {
    columns: 80,
    write(text: string) {
      written.push(text);
      return this === (terminal as unknown);
    },
  });
  const quiet = withoutResizes(terminal as unknown as NodeJS.WriteStream);
  const heard: string[] = [];
  t.is(
    quiet.on('resize', () => heard.push('resize')).on('drain', () => heard.push('drain')),
    quiet,
  );
  terminal.emit('resize');
  terminal.emit('drain');
  t.deepEqual(heard, ['drain']);
  t.true(quiet.write('text'));
  t.deepEqual(written, ['text']);
  terminal.columns = 120;
  t.is(quiet.columns, 120);
});
