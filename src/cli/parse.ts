import { readFileSync } from 'node:fs'
import { readMail } from '../intake/read.ts'
import { parsed } from '../sorting/parsed.ts'
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
  summary: 'what Vouch understands of a mail',
  help: [['FILE', 'a mail as it came (.eml); - reads standard input']],
  async run(given) {
    const [file, ...more] = given.words
    if (file === undefined || more.length > 0)
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
    else show(told)
    return exit.ok
  },
}

type Told = ReturnType<typeof parsed>
function show(told: Told): void {
  print(`kind      ${told.kind}`)
  for (const one of told.submissions ?? []) {
    for (const [name, value] of flat(one.submission)) print(`${name.padEnd(24)}  ${printable(String(value))}`)
    if (one.missing.length > 0) print(`missing   ${one.missing.join(', ')}`)
    for (const problem of one.problems)
      print(
        `wrong     ${problem.field} (${problem.code}): ${printable(problem.value)}${problem.line > 0 ? `, line ${problem.line}` : ''}`,
      )
  }
  for (const command of told.commands ?? [])
    print(
      `command   ${command.verb}${'argument' in command && command.argument !== undefined ? `: ${printable(String(command.argument))}` : ''}`,
    )
  for (const bounce of told.bounces ?? [])
    print(
      `bounce    ${bounce.recipient ?? '?'} ${bounce.status ?? ''} ${bounce.permanent ? 'for good' : 'for now'}`,
    )
  if (told.written !== undefined && told.written !== '') print(`\n${printable(told.written)}`)
}
function flat(value: object, prefix = ''): [string, unknown][] {
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' && inner !== null
      ? flat(inner as object, `${prefix}${name}.`)
      : [[`${prefix}${name}`, inner] as [string, unknown]],
  )
}
