import type { ExecutionContext } from 'ava';
import { seededRandom } from '../../../src/base/random.ts';
import type { InputPiece } from '../../../src/tui/input/input-piece.ts';
import { createInputPieces } from '../../../src/tui/input/input-pieces.ts';

/** What terminals answer, and what some send unasked. */
const replies = [
  '\u001bP1$r2 q\u001b\\',
  '\u001bP>|xterm(390)\u001b\\',
  '\u001bP1+r544e=787465726d\u001b\\',
  '\u001b]11;rgb:1e1e/1e1e/2e2e\u0007',
  '\u001b]10;rgb:ffff/ffff/ffff\u001b\\',
  '\u001b]52;c;cVFS\u0007',
  '\u001b_Gi=31;OK\u001b\\',
  '\u001bXsos q y\u001b\\',
  '\u001b^pm Q\u001b\\',
  '\u009d11;rgb:00/00/00\u009c',
  '\u001b[?62;22c',
  '\u001b[>41;390;0c',
  '\u001b[12;40R',
  '\u001b[?2026;2$y',
  '\u001b[?0u',
  '\u001b[I',
  '\u001b[O',
  '\u001b[4;600;800t',
  '\u001b[0n',
];

const after = (chunk: string) => createInputPieces(true).push(chunk);

/** Replies among typed keys, in random pieces: nothing but the keys comes out. */
export function tearReplies(t: ExecutionContext, rounds: number): void {
  const random = seededRandom(`replies ${rounds}`);
  const typed = ['q', 'y', 'j', '1', '?', '\r', '\u001b[A', '\u001b[5~', '\u001bOP'];
  for (let round = 0; round < rounds; round++) {
    const keys: string[] = [];
    let sent = '';
    for (let n = random.integer(1, 6); n > 0; n--) {
      const isReply = random.next() < 0.5;
      const list = isReply ? replies : typed;
      const next = list[random.integer(0, list.length - 1)]!;
      if (!isReply) keys.push(next);
      sent += next;
    }
    const input = createInputPieces(true);
    const got: InputPiece[] = [];
    for (let at = 0; at < sent.length; ) {
      const end = at + random.integer(1, 4);
      got.push(...input.push(sent.slice(at, end)));
      at = end;
    }
    got.push(...input.expire());
    t.deepEqual(keysIn(got), keysIn(keys.flatMap((one) => after(one))), JSON.stringify(sent));
  }
}

/** Keys one by one, wherever text was torn. */
function keysIn(pieces: readonly InputPiece[]): string[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === 'text') return [...piece.text];
    if (piece.kind === 'background') return [];
    return piece.kind === 'key' ? [piece.key] : [piece.kind];
  });
}
