import test from 'ava';
import { toAscii } from '../../../src/tui/theme/ascii.ts';

test('what is drawn becomes plain characters in as many cells, and words stay', (t) => {
  t.is(toAscii('╭─ SPY · 0-DTE ─╮'), '+- SPY . 0-DTE -+');
  t.is(toAscii('▁▄█ ━━── ●◌ ▲▼ 671.19 × 671.21 …'), '.=# ==-- *o ^v 671.19 x 671.21 ~');
  t.is(toAscii('Δ Γ Θ 1σ ±EM – ’'), "D G T 1s ~EM - '");
  t.is(toAscii('déjà vu 错误'), 'déjà vu 错误');
});

test('braille keeps its height: a bar, an upper, a middle and a lower line', (t) => {
  t.is(toAscii('⡇⠉⠒⣀⠀'), "|'-_ ");
  for (let code = 0x2800; code <= 0x28ff; code++) {
    t.regex(toAscii(String.fromCharCode(code)), /^[\x20-\x7e]$/);
  }
  for (let code = 0x2500; code <= 0x25ff; code++) {
    t.regex(toAscii(String.fromCharCode(code)), /^[\x20-\x7e]$/);
  }
});
