import test from 'ava';
import { SpyglassError } from '../../src/base/errors.ts';
import { closest } from '../../src/config/closest-word.ts';
import { loadSettings, readSettings } from '../../src/config/load-settings.ts';

const file = (text: string, mode = 0o600) => ({ path: '/etc/spyglass.toml', text, mode });
const complaint = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof SpyglassError && error.code === 'settings') return error.message;
    throw error;
  }
  return '';
};

test('defaults hold where nothing is set, and say so', (t) => {
  const { settings, origins } = loadSettings({ env: {} });
  t.is(settings.quoteSeconds, 15);
  t.is(settings.apiKey, null);
  t.is(settings.baseUrl, 'https://api.massive.com');
  t.is(origins.quoteSeconds, 'default');
});

test('the environment wins over the file, and each value says where it came from', (t) => {
  const { settings, origins } = loadSettings({
    env: { SPYGLASS_SYMBOL: 'QQQ', POLYGON_API_KEY: 'old', MASSIVE_API_KEY: 'new' },
    file: file('[watch]\nsymbol = "IWM"\n[schedule]\nquote_seconds = 30\n'),
  });
  t.is(settings.symbol, 'QQQ');
  t.is(origins.symbol, 'SPYGLASS_SYMBOL');
  t.is(settings.quoteSeconds, 30);
  t.is(origins.quoteSeconds, '/etc/spyglass.toml:4');
  t.is(settings.apiKey, 'new');
});

test('an empty variable counts as not set', (t) => {
  t.is(loadSettings({ env: { MASSIVE_API_KEY: '', POLYGON_API_KEY: 'k' } }).settings.apiKey, 'k');
});

test('whoever takes them all the same gets the defaults in place of what is wrong, and all the rest', (t) => {
  const { settings, origins, problems } = readSettings({
    env: { MASSIVE_API_KEY: 'k', SPYGLASS_RETRIES: 'many' },
    file: file('[schedule]\nquote_seconds = "soon"\nchain_seconds = 90\n'),
  });
  t.is(problems.length, 2);
  t.like(settings, { apiKey: 'k', retries: 3, quoteSeconds: 15, chainSeconds: 90 });
  t.like(origins, { apiKey: 'MASSIVE_API_KEY', retries: 'default', quoteSeconds: 'default' });
});

test('every problem is reported at once, with file and line', (t) => {
  const message = complaint(() =>
    loadSettings({
      env: { SPYGLASS_RETRIES: 'many' },
      file: file('[watch]\nsymbol = "spy"\n\n[schedule]\nquote_second = 5\nchain_seconds = 1\n'),
    }),
  );
  t.regex(message, /\/etc\/spyglass\.toml:2: watch\.symbol: expected an upper-case symbol/);
  t.regex(
    message,
    /\/etc\/spyglass\.toml:5: unknown setting schedule\.quote_second; did you mean schedule\.quote_seconds\?/,
  );
  t.regex(
    message,
    /\/etc\/spyglass\.toml:6: schedule\.chain_seconds: expected a whole number from 5 to 3600 \(found 1\)/,
  );
  t.regex(
    message,
    /SPYGLASS_RETRIES: upstream\.retries: expected a whole number from 0 to 10 \(found "many"\)/,
  );
});

test('a setting in the wrong section is told where it belongs', (t) => {
  const message = complaint(() =>
    loadSettings({
      env: {},
      file: file(
        'symbl = "SPY"\nmode = "x"\n\n[poll]\nquote_seconds = 5\n[keep]\nquote_days = 9\nnonsense = 1\n',
      ),
    }),
  );
  t.deepEqual(message.split('\n'), [
    '/etc/spyglass.toml:1: unknown setting symbl; did you mean watch.symbol?',
    '/etc/spyglass.toml:2: unknown setting mode',
    '/etc/spyglass.toml:5: unknown setting poll.quote_seconds; did you mean schedule.quote_seconds?',
    '/etc/spyglass.toml:7: unknown setting keep.quote_days; did you mean retention.quotes_days?',
    '/etc/spyglass.toml:8: unknown setting keep.nonsense',
  ]);
});

test('a file that is not TOML is refused with its line and without quoting it', (t) => {
  const message = complaint(() =>
    loadSettings({ env: {}, file: file('[upstream]\napi_key = "secret-key\nbase_url = 1') }),
  );
  t.regex(message, /^\/etc\/spyglass\.toml:2: /);
  t.notRegex(message, /secret-key/);
});

test('a bad key is refused without showing it', (t) => {
  const message = complaint(() => loadSettings({ env: { MASSIVE_API_KEY: 'two words' } }));
  t.regex(message, /^MASSIVE_API_KEY: upstream\.api_key: expected/);
  t.notRegex(message, /two words/);
});

test('a file with a key that others may read is refused', (t) => {
  const text = '[upstream]\napi_key = "k"\n';
  t.regex(
    complaint(() => loadSettings({ env: {}, file: file(text, 0o644) })),
    /chmod 600/,
  );
  t.is(loadSettings({ env: {}, file: file(text, 0o600) }).settings.apiKey, 'k');
});

for (const [address, reason] of [
  ['http://api.massive.com', /https/],
  ['ftp://api.massive.com', /https/],
  ['https://user:pass@api.massive.com', /without user/],
  ['https://api.massive.com?apiKey=k', /without user/],
  ['api.massive.com', /expected an address/],
] as const) {
  test(`the base URL ${address} is refused`, (t) => {
    t.regex(
      complaint(() => loadSettings({ env: { SPYGLASS_BASE_URL: address } })),
      reason,
    );
  });
}

for (const address of ['http://127.0.0.1/?apiKey=KEY-SEEN', 'http://user:KEY-SEEN@127.0.0.1', 'KEY-SEEN']) {
  test(`an error about the base URL ${address.replace('KEY-SEEN', '…')} does not quote the key in it`, (t) => {
    const message = complaint(() => loadSettings({ env: { SPYGLASS_BASE_URL: address } }));
    t.regex(message, /upstream\.base_url/);
    t.notRegex(message, /KEY-SEEN/);
  });
}

test('plain http is taken for this machine only', (t) => {
  for (const address of ['http://127.0.0.1:8080/', 'http://localhost:1', 'http://[::1]:2']) {
    t.is(loadSettings({ env: { SPYGLASS_BASE_URL: address } }).settings.baseUrl, address.replace(/\/$/, ''));
  }
});

test('a misspelt word finds the nearest known one, and a strange one none', (t) => {
  t.is(closest('watch.simbol', ['watch.symbol', 'log.level']), 'watch.symbol');
  t.is(closest('zebra', ['watch.symbol', 'log.level']), null);
});

test('a watch list is a list in the file, and text with commas or spaces in the environment', (t) => {
  const inFile = (text: string) => loadSettings({ env: {}, file: { path: 's.toml', text, mode: 0o600 } });
  t.deepEqual(inFile('[watch]\nsymbols = ["SPY", "QQQ", "SPY"]\n').settings.symbols, ['SPY', 'QQQ']);
  t.deepEqual(loadSettings({ env: { SPYGLASS_SYMBOLS: 'SPY, QQQ IWM' } }).settings.symbols, [
    'SPY',
    'QQQ',
    'IWM',
  ]);
  t.deepEqual(loadSettings({ env: {} }).settings.symbols, []);
  const many = Array.from({ length: 11 }, (_, index) => `A${String.fromCharCode(65 + index)}`).join(',');
  for (const wrong of ['SPY,qqq', '$PY', many]) {
    t.throws(() => loadSettings({ env: { SPYGLASS_SYMBOLS: wrong } }), {
      message: /at most 10 upper-case symbols/,
    });
  }
});

test('what only a screen, an alert or the log needs stops nothing: it is named, and its default stands in', (t) => {
  const text = [
    ...['[dashboard]', 'theme = "drak"', 'mous = false', '[log]', 'level = "loud"'],
    ...['[alerts]', 'rules = ["price > 700", "prize > 1"]', '[watch]', 'symbol = "QQQ"'],
  ].join('\n');
  const { settings, problems, warnings } = readSettings({ env: {}, file: file(text) });
  t.deepEqual(problems, []);
  t.is(settings.theme, loadSettings({ env: {} }).settings.theme);
  t.is(settings.logLevel, loadSettings({ env: {} }).settings.logLevel);
  t.deepEqual(settings.alertRules, ['price > 700'], 'a rule that is right goes on');
  t.is(settings.symbol, 'QQQ');
  t.is(warnings.length, 4);
  for (const [index, words] of [/:3: unknown setting/, /theme/, /level/, /prize/].entries()) {
    t.true(
      warnings.some((warning) => words.test(warning)),
      `${index}: ${warnings.join('\n')}`,
    );
  }
});

test('what recording needs stops the recorder, a misspelt name included', (t) => {
  for (const text of [
    '[retention]\nchain_days = 3',
    '[schedule]\nquote_seconds = 0',
    '[watch]\nsymbol = "x"',
  ]) {
    t.is(readSettings({ env: {}, file: file(text) }).problems.length, 1, text);
  }
});
