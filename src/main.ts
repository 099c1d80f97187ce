import { dispatch } from './cli/command.ts'

// Each command is loaded when it is asked for: `vouch parse` need not read a world map.
process.exitCode = await dispatch(
  {
    demo: async () => (await import('./cli/demo.ts')).demo,
    serve: async () => (await import('./cli/serve.ts')).serve,
    check: async () => (await import('./cli/check.ts')).check,
    parse: async () => (await import('./cli/parse.ts')).parse,
    ticket: async () => (await import('./cli/ticket.ts')).ticket,
    uptime: async () => (await import('./cli/uptime.ts')).uptime,
    digest: async () => (await import('./cli/digest.ts')).digest,
    letter: async () => (await import('./cli/letter.ts')).letter,
    publish: async () => (await import('./cli/publish.ts')).publish,
    quarantine: async () => (await import('./cli/quarantine.ts')).quarantine,
    import: async () => (await import('./cli/import.ts')).importCommand,
    'export-list': async () => (await import('./cli/export-list.ts')).exportList,
    backup: async () => (await import('./cli/backup.ts')).backup,
    verify: async () => (await import('./cli/verify.ts')).verify,
    restore: async () => (await import('./cli/restore.ts')).restore,
    export: async () => (await import('./cli/export.ts')).exportCommand,
    erase: async () => (await import('./cli/erase.ts')).erase,
    doctor: async () => (await import('./cli/doctor.ts')).doctor,
  },
  process.argv.slice(2),
)
