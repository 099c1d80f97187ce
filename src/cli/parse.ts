import { readFileSync } from 'node:fs'
import { readMail } from '../intake/read.ts'
import type { Reading } from '../sorting/reading.ts'
import { parsed } from '../sorting/parsed.ts'
import { missing, type Field } from '../submission/submission.ts'
import { instant } from '../values/instant.ts'
import {
  complain,
  configOf,
  exit,
  flag,
  print,
  printable,
  printJson,
  UsageError,
  type Command,
} from './command.ts'

export const parse: Command = {
  name: 'parse',
  usage: 'FILE|-',
  most: 1,
  summary: 'what Vouch understands of a mail',
  help: [['FILE', 'a mail as it came (.eml); - reads standard input']],
  async run(given) {
    const [file] = given.words
    if (file === undefined)
      throw new UsageError('name one mail: vouch parse mail.eml (or - for standard input)')
    const config = configOf(given)
    const outcome = await readMail(readFileSync(file === '-' ? 0 : file), instant(Date.now()), {
      address: config.address,
      authenticate: { with: 'none' },
    })
    if ('failed' in outcome)
      return complain(`${printable(file)} cannot be read as a mail: ${outcome.detail}`, exit.damaged)
    const told = parsed(outcome.read)
    if (flag(given, 'json')) printJson(told)
    else show(outcome.read)
    return exit.ok
  },
}

function show({ kind, message, submissions, commands, unclear }: Reading): void {
  print(`kind      ${kind}`)
  for (const { claims, sources, problems } of submissions) {
    for (const [field, value] of Object.entries(claims)) {
      const source = sources[field as Field]
      const doubt = source !== undefined && source.confidence !== 'sure' ? ', doubtful' : ''
      print(
        `${field.padEnd(22)}  ${printable(typeof value === 'object' ? Object.values(value).join(' ') : String(value))}${source ? `   (line ${source.line}${doubt})` : ''}`,
      )
    }
    const lacking = kind === 'submission' ? missing(claims, problems) : []
    if (lacking.length > 0) print(`missing   ${lacking.join(', ')}`)
    for (const { field, code, value, line } of problems)
      print(`wrong     ${field} (${code}): ${printable(value)}${line > 0 ? `   (line ${line})` : ''}`)
    print('')
  }
  for (const command of commands)
    print(
      `command   ${command.row === undefined ? '' : `<${command.row}> `}${command.verb}${'argument' in command ? `: ${printable(command.argument)}` : ''}   (line ${command.line})`,
    )
  if (unclear !== undefined) print(`commands  unclear: ${unclear}`)
  for (const { recipient, status, permanent } of message.bounces)
    print(
      `bounce    ${recipient ?? 'unknown recipient'} ${status ?? ''} ${permanent ? 'for good' : 'for now'}`,
    )
  if (message.automatic !== undefined) print(`automatic ${message.automatic}`)
  const written = message.written
    .map((line) => line.text)
    .join('\n')
    .trim()
  if (written !== '') print(`\n${printable(written)}`)
}
