import { startDesk } from '../desk/run.ts'
import { configOf, exit, flag, print, type Command } from './command.ts'

export const serve: Command = {
  name: 'serve',
  usage: '[--adopt]',
  summary: 'the desk: takes mail, checks, answers, watches, publishes',
  help: [['--adopt', 'accept an old mailbox in front of an empty data folder']],
  options: { adopt: { type: 'boolean' } },
  async run(given) {
    const config = configOf(given)
    const desk = await startDesk(config, {
      adopt: flag(given, 'adopt'),
      log: flag(given, 'quiet') ? 'warn' : 'info',
    })
    if (config.embedded && !flag(given, 'quiet')) {
      const port = desk.intake?.port ?? 2525
      print(`The desk is running with its embedded default: no config file was found.

  page      ${desk.web.url}
  mail in   SMTP on 127.0.0.1:${port} (kept in ${config.data}/mailbox)
  mail out  kept in ${config.data}/sent, nothing leaves this machine
  Anybody's word is believed here (authentication none, consent off): for trying out only.

Hand in a first submission, for example with curl:

  curl smtp://127.0.0.1:${port} --mail-from you@example.org --mail-rcpt ${config.address} -T - <<'MAIL'
  From: You <you@example.org>
  To: ${config.address}
  Subject: Please list im.example.org

  Domain: im.example.org
  Website: https://im.example.org/
  MAIL

Then look at ${desk.web.url}tickets, or run "vouch ticket list". Ctrl-C ends the desk.`)
    }
    const stop = new Promise<void>((done) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
    })
    try {
      await Promise.race([stop, desk.failed])
      return exit.ok
    } finally {
      await desk.stop()
    }
  },
}
