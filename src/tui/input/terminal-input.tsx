import { useApp, useInput, usePaste } from 'ink';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { CommandContext } from '../commands/command.ts';
import { pressKey } from '../commands/dispatch.ts';
import { keysOf } from '../keys/keys.ts';
import type { TerminalWriter } from '../render/terminal-writer.ts';
import type { MouseMode } from './mouse-mode.ts';

/** Gives the terminal away while `during` runs, and takes it back. */
export type TerminalHandOver = (during: () => Promise<void>) => Promise<void>;

/** What the terminal's input and output act on. */
export interface TerminalInputProps {
  context: CommandContext;
  /** `null` where the mouse is left to the terminal. */
  mouse: MouseMode | null;
  /** `null` where the picture is taken from the cell buffer and there is no terminal. */
  screen: TerminalWriter | null;
  /** Called with the way to hand over the terminal: only Ink knows it, and only once it runs. */
  onHandOver(handOver: TerminalHandOver): void;
  /** Ends the dashboard with an unexpected error. */
  fail(thrown: unknown): void;
}

/** Draws nothing: reads keys, switches mouse reports on and off, and opens and closes the screen that panes draw on. */
export function TerminalInput({ context, mouse, screen, onHandOver, fail }: TerminalInputProps) {
  const { suspendTerminal } = useApp();
  const isUp = useRef(false);
  useEffect(() => {
    const handOver: TerminalHandOver = async (during) => {
      screen?.close();
      try {
        await (mouse ? mouse.offDuring(() => suspendTerminal(during)) : suspendTerminal(during));
      } finally {
        // If the program ended while the terminal was away, the screen belongs to the shell.
        if (isUp.current) screen?.open();
      }
    };
    onHandOver(handOver);
  }, [mouse, screen, onHandOver, suspendTerminal]);
  // Ink unmounts the tree whenever the program ends, even where nobody asked for it.
  useLayoutEffect(() => {
    isUp.current = true;
    screen?.open();
    mouse?.on();
    return () => {
      isUp.current = false;
      mouse?.off();
      screen?.close();
    };
  }, [mouse, screen]);
  useInput((input, key) => {
    const press = async () => {
      for (const name of keysOf(input, key)) await pressKey(context, name);
    };
    press().catch(fail);
  });
  // Makes Ink switch bracketed paste on; pasted text is taken out of the input before Ink reads it.
  usePaste(() => {});
  return null;
}
