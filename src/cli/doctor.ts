import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigError, type Config } from '../config.ts'
import { parseEmailAddress } from '../values/email-address.ts'
import type { EmailAddress } from '../values/names.ts'
import {
  colourful,
  configOf,
  exit,
  flag,
  print,
  printable,
  printJson,
  text,
  UsageError,
  type Command,
} from './command.ts'
import * as house from './doctor-house.ts'
import { sendOne } from './doctor-letter.ts'
import * as mail from './doctor-mail.ts'
import * as network from './doctor-network.ts'
import { fail, type Finding } from './finding.ts'

export const doctor: Command = {
  name: 'doctor',
  usage: '[--send ADDRESS]',
  most: 0,
  summary: 'tries everything the config names and says what to mend',
  help: [
    [
      '--send ADDRESS',
      'send a letter there; to the desk’s own address: see that it comes back, and how it is signed',
    ],
    ['--selector NAME', 'of your DKIM key, to look whether it is published'],
  ],
  options: { send: { type: 'string' }, selector: { type: 'string' } },
  async run(given) {
    const json = flag(given, 'json')
    const to = recipient(text(given, 'send'))
    const file = text(given, 'config') ?? (existsSync('vouch.json') ? 'vouch.json' : undefined)
    let config: Config
    try {
      config = configOf(given, 'with secrets')
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      const findings = error.message
        .split('\n')
        .filter((line) => !line.endsWith(':'))
        .map((line) => fail('config', line.trim()))
      if (json) printJson({ well: false, findings })
      else for (const one of findings) print(line(one))
      return exit.config
    }
    const findings: Finding[] = []
    const view = json ? undefined : liveLine(process.stderr)
    const runs = await house.running(config)
    const sending = to === undefined ? undefined : sendOne(config, to)
    const selector = text(given, 'selector')
    const visits: Visits = {
      config: () => house.configured(config, file === undefined ? undefined : resolve(file)),
      data: () => house.dataFolder(config),
      secret: () => house.secret(config),
      desk: () => house.lock(runs, config),
      clock: () => house.clock(config),
      templates: () => house.templates(),
      ports: () => house.ports(config, runs !== false),
      mailbox: () => mail.mailbox(config),
      letters: () => mail.outgoing(config),
      ...(sending && { 'test letter': async () => (await sending).findings }),
      resolvers: () => network.resolvers(config),
      references: () => network.references(config),
      'xmpp accounts': () => network.accounts(config),
      // Without a config file the address is an example, and its domain is not ours to judge.
      ...(!config.embedded && {
        'own domain': async () =>
          network.ownDomain(config, selector ?? (await sending?.catch(() => undefined))?.selector),
      }),
    }
    for await (const found of inOrder(visits, (open) => view?.show(open))) {
      findings.push(...found)
      view?.erase()
      if (!json) for (const one of found) print(line(one))
    }
    view?.erase()
    const failed = findings.filter((one) => one.result === 'FAIL').length
    if (json) printJson({ well: failed === 0, findings })
    else print(summary(findings))
    return failed === 0 ? exit.ok : exit.outside
  },
}
function recipient(given: string | undefined): EmailAddress | undefined {
  if (given === undefined) return undefined
  const address = parseEmailAddress(given)
  if (address === undefined)
    throw new UsageError(`"${printable(given)}" is no mail address: write --send you@example.org`)
  return address
}

type Visits = { readonly [name: string]: () => readonly Finding[] | Promise<readonly Finding[]> }
/** All at once, told in the order of the list. A fault of ours in one is one line, and the others go on. */
async function* inOrder(
  visits: Visits,
  show: (open: readonly string[]) => void,
): AsyncGenerator<readonly Finding[]> {
  const open = new Set(Object.keys(visits))
  const all = Object.entries(visits).map(([name, visit]) =>
    Promise.resolve()
      .then(visit)
      .catch((error: unknown) => [fail(name, `a fault of the doctor, please report it: ${String(error)}`)])
      .finally(() => {
        open.delete(name)
        show([...open])
      }),
  )
  show([...open])
  for (const findings of all) {
    const found = await findings
    yield found
    show([...open])
  }
}

const colours = { ok: 32, warn: 33, FAIL: 31 } as const
function line({ about, result, says }: Finding): string {
  const mark = colourful() ? `\u001b[${colours[result]}m${result.padEnd(4)}\u001b[0m` : result.padEnd(4)
  return `${mark}  ${about.padEnd(13)}  ${printable(says)}`
}
function summary(findings: readonly Finding[]): string {
  const count = (result: Finding['result']) => findings.filter((one) => one.result === result).length
  const [failed, warned] = [count('FAIL'), count('warn')]
  if (failed > 0)
    return `\n${failed} to mend before the desk can work${warned > 0 ? `, ${warned} to look at` : ''}.`
  return warned > 0 ? `\nThe desk can work; ${warned} to look at.` : '\nAll is well.'
}

/** On a terminal, one line under the findings: what is still waited for. */
function liveLine(terminal: NodeJS.WriteStream): {
  show: (open: readonly string[]) => void
  erase: () => void
} {
  if (!terminal.isTTY) return { show: () => undefined, erase: () => undefined }
  const erase = () => void terminal.write('\r\u001b[K')
  return {
    erase,
    show: (open) => {
      erase()
      if (open.length > 0) terminal.write(`…     ${open.join(', ')}`.slice(0, (terminal.columns ?? 80) - 1))
    },
  }
}
