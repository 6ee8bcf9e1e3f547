import test from 'ava';
import { parseHost } from '../../../src/cli/host/host-address.ts';
import { sshArguments } from '../../../src/cli/host/ssh-arguments.ts';

test('an address names server, user, port and socket', (t) => {
  t.deepEqual(parseHost('ssh://box'), {
    text: 'ssh://box',
    server: 'box',
    user: null,
    port: null,
    socketPath: null,
  });
  t.deepEqual(parseHost('ssh://me@box.example:2222/run/spy glass.sock'), {
    text: 'ssh://me@box.example:2222',
    ...{ server: 'box.example', user: 'me', port: 2222, socketPath: '/run/spy glass.sock' },
  });
  t.like(parseHost('ssh://box:22/run/a:b@c'), { text: 'ssh://box:22', socketPath: '/run/a:b@c' });
  t.like(parseHost('ssh://[::1]:22/'), { server: '::1', port: 22, socketPath: null });
});

for (const [text, reason] of [
  ['box', 'it is no ssh address'],
  ['http://box', 'it is no ssh address'],
  ['ssh://', 'its server is no name'],
  ['ssh://-oProxyCommand=rm', 'its server is no name'],
  ['ssh://-l@box', 'its user is no name'],
  ['ssh://box;rm', 'its server is no name'],
  ['ssh://box:0', 'its port is no number'],
  ['ssh://box:ssh', 'its port is no number'],
  ['ssh://me:secret@box', 'a password has no place'],
  ['ssh://me:a@secret@box', 'a password has no place'],
  ['ssh://me:a:secret@box', 'a password has no place'],
  ['ssh://me:a/secret@box', 'a password has no place'],
  ['ssh://:secret@box', 'a password has no place'],
  ['ssh://-l:secret@box', 'a password has no place'],
  ['SSH://me:secret@box', 'a password has no place'],
  ['me:secret@box', 'a password has no place'],
] as const) {
  test(`${text} is refused: ${reason}`, (t) => {
    const error = t.throws(() => parseHost(text), { code: 'usage' });
    t.true(error?.message.includes(reason), error?.message);
    t.false(error?.message.includes('secret'));
  });
}

test('ssh gets the server behind all options, and the shell over there one quoted path', (t) => {
  const request = {
    ...{ address: parseHost("ssh://me@box:2222/tmp/it's"), remoteCommand: '~/bin/spyglass', isDemo: true },
    ...{ controlDirectory: '/run/x', isSilent: true },
  };
  const words = sshArguments(request);
  t.deepEqual(words.slice(-3), ['--', 'box', `~/bin/spyglass dial-stdio --demo --socket '/tmp/it'\\''s'`]);
  for (const option of [
    'ConnectTimeout=15',
    'ServerAliveInterval=15',
    'BatchMode=yes',
    'ControlPath=/run/x/%C',
  ]) {
    t.true(words.includes(option), option);
  }
  t.deepEqual(words.slice(words.indexOf('-p'), words.indexOf('-p') + 4), ['-p', '2222', '-l', 'me']);
  t.false(
    sshArguments({ ...request, isSilent: false }).includes('BatchMode=yes'),
    'the first connection may ask',
  );
});
