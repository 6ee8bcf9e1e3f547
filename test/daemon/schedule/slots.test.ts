import test from 'ava';
import { countSlots, slotAtOrAfter, windowsOf } from '../../../src/daemon/schedule/intervals/slots.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';

const calendar = createCalendar();
const pollInterval = { overnightMs: null, preMs: 15_000, tradingMs: 15_000, postMs: 15_000 };
const session = (date: string) => calendar.sessionOn(date)!;

test('a full day at 15 seconds has the slots that the calendar promises', (t) => {
  const { preOpen, open, close, optionClose, postClose } = session('2026-11-23');
  const windows = windowsOf(session('2026-11-23'), pollInterval);
  t.is(countSlots(windows, preOpen, open), 1320);
  t.is(countSlots(windows, open, close), 1560);
  t.is(countSlots(windows, open, optionClose), 1620);
  t.is(countSlots(windows, optionClose, postClose), 900);
});

test('an early close has fewer', (t) => {
  const { open, close, optionClose } = session('2026-11-27');
  const windows = windowsOf(session('2026-11-27'), pollInterval);
  t.is(countSlots(windows, open, close), 840);
  t.is(countSlots(windows, open, optionClose), 900);
});

test('the first slot is exactly the open, the last lies before the close, and none follows', (t) => {
  const { open, optionClose } = session('2026-11-23');
  const windows = windowsOf(session('2026-11-23'), {
    overnightMs: null,
    preMs: null,
    tradingMs: 60_000,
    postMs: null,
  });
  t.is(slotAtOrAfter(windows, open - 5_000_000), open);
  t.is(slotAtOrAfter(windows, open + 1), open + 60_000);
  t.is(slotAtOrAfter(windows, optionClose - 60_000), optionClose - 60_000);
  t.is(slotAtOrAfter(windows, optionClose - 59_999), null);
});
