import type { Config } from '../config.ts'
import { startDesk } from '../desk/run.ts'
import { faultOf } from '../desk/log.ts'
import { configOf, exit, flag, isExpected, print, type Command } from './command.ts'

export const serve: Command = {
  name: 'serve',
  usage: '[--adopt]',
  most: 0,
  summary: 'the desk: takes mail, checks, answers, watches, publishes',
  help: [
    ['--adopt', 'accept an old mailbox in front of an empty data folder, or tickets whose secret is lost'],
  ],
  options: { adopt: { type: 'boolean' } },
  async run(given) {
    const config = configOf(given, 'with secrets')
    // Heard from the first moment: who ends a desk that is just starting gets a desk that ends.
    const stop = new Promise<void>((done) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done())
    })
    const desk = await startDesk(config, {
      adopt: flag(given, 'adopt'),
      log: flag(given, 'quiet') ? 'warn' : 'info',
    })
    if (config.embedded && !flag(given, 'quiet')) print(welcome(config, desk))
    // What no loop catches ends the desk as well, said like every other line of the log: Node would print what it stumbled on.
    process.on('uncaughtException', (error) => {
      desk.house.world.log.error('a fault of ours; the desk ends', faultOf(error))
      process.exit(exit.bug)
    })
    try {
      await Promise.race([stop, desk.failed])
      return exit.ok
    } catch (error) {
      if (isExpected(error)) throw error
      desk.house.world.log.error('a fault of ours; the desk ends', faultOf(error))
      return exit.bug
    } finally {
      // What did not end in time must not keep us: a kill is harmless at any moment.
      if ((await desk.stop()) === 'late') setTimeout(() => process.exit(), 200).unref()
    }
  },
}

/** What the first visitor reads: where everything is, and a first mail to paste into a shell. No line of that is indented. */
export function welcome(
  config: Pick<Config, 'address' | 'data'>,
  desk: { readonly web: { readonly url: string }; readonly intake?: { readonly port: number } },
): string {
  const smtp = `127.0.0.1:${desk.intake?.port ?? 2525}`
  return `The desk is running with its embedded default: no config file was found.

  page      ${desk.web.url}
  mail in   SMTP on ${smtp} (kept in ${config.data}/mailbox)
  mail out  kept in ${config.data}/sent, nothing leaves this machine
  Anybody's word is believed here (authentication none, consent off): for trying out only.

Hand in a first submission, for example by pasting this:

curl smtp://${smtp} --crlf --mail-from you@example.org --mail-rcpt ${config.address} -T - <<'MAIL'
From: You <you@example.org>
To: ${config.address}
Subject: Please list im.example.org

Domain: im.example.org
Website: https://im.example.org/
MAIL

Then look at ${desk.web.url}tickets, or run "vouch ticket list". Ctrl-C ends the desk.`
}
