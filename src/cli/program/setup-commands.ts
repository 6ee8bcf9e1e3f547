import { archiveOption, type CommandEntry, json, symbolOption } from './command-entry.ts';

/** What somebody runs to set Spyglass up, and to see whether it works. */
export const setupCommands: readonly CommandEntry[] = [
  {
    usage: 'events',
    description: 'everything that happens, as it happens, or as it was recorded',
    options: [
      symbolOption('what is about this symbol only, its chain and levels included'),
      ['--json', 'as one JSON object a line'],
      ['--replay <date>', 'play a recorded day and end with it; needs no daemon and no key'],
      ['--from <time>', 'of that day, such as 10:30 or open+5m; its beginning by default'],
      ['--to <time>', 'of that day, such as close-10m; its end by default'],
      archiveOption,
      ['--speed <n>', 'times the market’s own pace, or max, which is the default: as fast as it is read'],
    ],
    load: async () => (await import('../commands/events.ts')).events,
    notesProblems: true,
  },
  {
    usage: 'dial-stdio',
    description: 'join the daemon’s socket to standard input and output: what --host runs over there by ssh',
    options: [
      [
        '--read-only',
        'refuse whatever costs calls or changes anything; for a forced command of authorized_keys',
      ],
    ],
    // Whom its own machine's SPYGLASS_HOST names is no business of whoever dials in.
    host: 'ignored',
    load: async () => (await import('../host/dial-stdio.ts')).dialStdio,
  },
  {
    usage: 'doctor',
    description: 'look for what could go wrong, and say what to do; exit code 0 when nothing has failed',
    options: [json],
    host: 'refused',
    load: async () => (await import('../doctor/doctor.ts')).doctor,
    // It has lines of its own for wrong settings.
    needs: () => ({ mayBeWrong: true }),
  },
  {
    usage: 'service <action>',
    description: 'let the system run the daemon: install, uninstall or status (systemd or launchd)',
    options: [['--print', 'only print what would be written']],
    host: 'refused',
    load: async () => (await import('../daemon/supervisor.ts')).service,
  },
  {
    usage: 'calendar [date]',
    description: 'phase and session hours of a date',
    options: [json],
    host: 'ignored',
    load: async () => (await import('../commands/calendar.ts')).calendar,
  },
  {
    usage: 'config [what]',
    description:
      'effective settings and where each came from (show), the settings file’s path (path), or a commented file to begin with (init)',
    options: [json],
    host: 'ignored',
    load: async () => (await import('../commands/config.ts')).config,
    needs: ([what]) => ({ mayLackFile: what === 'init', mayBeWrong: what === 'path' }),
  },
  {
    usage: 'completion <shell>',
    description: 'a script that completes commands, flags and values: bash, zsh or fish',
    host: 'ignored',
    load: async () => (await import('../completion/completion.ts')).completion,
    needs: () => ({ mayLackFile: true, mayBeWrong: true }),
  },
  {
    // What that script asks for values.
    usage: 'complete <kind> [words...]',
    isHidden: true,
    host: 'ignored',
    load: async () => (await import('../completion/complete.ts')).complete,
    needs: () => ({ mayLackFile: true, mayBeWrong: true }),
  },
];
