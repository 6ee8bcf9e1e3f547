import type { CommandGroup } from './command-entry.ts';

/** `spyglass daemon …`: the daemon without a dashboard. */
export const daemonCommands: CommandGroup = {
  name: 'daemon',
  description: 'run the daemon without a dashboard',
  commands: [
    {
      usage: 'run',
      description: 'in the foreground; stops on Ctrl-C, reads the settings anew on HUP',
      hiddenOptions: [
        ['--log-file', 'log into the file that `daemon start` uses'],
        ['--take-over', 'wait for a dashboard that hands over its recording'],
      ],
      host: 'refused',
      load: async () => (await import('../daemon/daemon-run.ts')).daemonRun,
    },
    {
      usage: 'start',
      description: 'in the background; returns when it is ready, or with why it is not',
      host: 'refused',
      load: async () => (await import('../daemon/daemon-start.ts')).daemonStart,
    },
    {
      usage: 'restart',
      description: 'stop it if it runs, of whatever version, and start it in the background',
      host: 'refused',
      load: async () => (await import('../daemon/daemon-restart.ts')).daemonRestart,
    },
    {
      usage: 'stop',
      description: 'stop a running daemon and wait until it has closed',
      host: 'refused',
      load: async () => (await import('../daemon/daemon-stop.ts')).daemonStop,
      notesProblems: true,
    },
  ],
};
