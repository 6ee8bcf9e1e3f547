import test from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { calendarDays } from '../../../src/config/settings/calendar-days.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { productOf } from '../../../src/market/products/products.ts';

const fromFile = (text: string) => loadSettings({ env: {}, file: { path: 'x.toml', text, mode: 0o600 } });

test('dates come as a list in the file, quoted or not, and as text in the environment', (t) => {
  const text = '[calendar]\nclosures = ["2026-12-01", 2026-12-03, "2026-12-01"]\n';
  t.deepEqual(fromFile(text).settings.closures, ['2026-12-01', '2026-12-03']);
  const env = { SPYGLASS_CLOSURES: '2026-12-03, 2026-12-01', SPYGLASS_EARLY_CLOSES: '' };
  t.deepEqual(loadSettings({ env }).settings.closures, ['2026-12-01', '2026-12-03']);
  t.deepEqual(loadSettings({ env }).settings.earlyCloses, []);
});

test('what is no date is refused with its place', (t) => {
  t.throws(() => fromFile('[calendar]\nclosures = ["2026-02-30"]\n'), {
    message: /x\.toml:2: calendar\.closures: expected dates like 2026-11-27/,
  });
  t.throws(() => fromFile('[calendar]\nclosures = [2026-12-01,\n  2026-02-30, # 2026-02-31\n]\n'), {
    message: 'x.toml:3: 2026-02-30 is not a date',
  });
  for (const text of ['2026-11-27T10:00:00Z', '2026-11-27T10:00:00', '10:00:00', '"2026-11-27 10:00"']) {
    t.throws(() => fromFile(`[calendar]\nclosures = [${text}]\n`), {
      message: /x\.toml:2: .*expected dates/,
    });
  }
  t.throws(() => fromFile('[calendar]\nearly_closes = 20261127\n'), {
    message: /calendar\.early_closes: expected/,
  });
});

test('the calendar keeps the days of the settings', (t) => {
  const text = '[calendar]\nclosures = ["2026-12-01"]\nearly_closes = ["2026-12-02"]\n';
  const calendar = createCalendar(calendarDays(fromFile(text).settings));
  t.is(calendar.sessionOn('2026-12-01'), null);
  t.is(calendar.closure('2026-12-01'), 'closed by the settings');
  t.true(calendar.sessionOn('2026-12-02')!.isEarlyClose);
});

test('the calendar keeps the products of the settings, and refuses what is none with its line', (t) => {
  const text = '[calendar]\nproducts = ["2026-08-17 NVDA end late"]\n';
  const calendar = createCalendar(calendarDays(fromFile(text).settings));
  t.is(productOf('NVDA', '2026-11-24', calendar).end, 'late');
  t.is(productOf('NVDA', '2026-08-14', calendar).end, 'close');
  const env = { SPYGLASS_PRODUCTS: '2026-08-17 NVDA end late; 2026-08-17 AAPL expirations daily' };
  t.is(loadSettings({ env }).settings.products.length, 2);
  t.throws(() => fromFile('[calendar]\nproducts = ["2026-08-17 NVDA end never"]\n'), {
    message: /x\.toml:2: calendar\.products.*expected a date, a symbol/,
  });
});
