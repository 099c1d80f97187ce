import { ask } from '../desk/ask.ts'
import { parseEmailAddress } from '../values/email-address.ts'
import type { EmailAddress } from '../values/names.ts'
import { configOf, exit, printable, printJson, UsageError, type Command, type Given } from './command.ts'

export const exportCommand: Command = {
  name: 'export',
  usage: 'ADDRESS',
  most: 1,
  summary: 'all that the desk knows of a person, as JSON',
  help: [
    [
      'ADDRESS',
      'his mail address; his tickets whole, of others’ what concerns him, his mails, letters to him',
    ],
  ],
  async run(given) {
    printJson(await ask(configOf(given), { ask: 'export', address: addressOf(given, 'export') }))
    return exit.ok
  },
}
export function addressOf(given: Given, command: string): EmailAddress {
  const [word] = given.words
  const address = word === undefined ? undefined : parseEmailAddress(word)
  if (address === undefined)
    throw new UsageError(
      word === undefined
        ? `name the person: vouch ${command} alice@example.org`
        : `"${printable(word)}" is no mail address: vouch ${command} alice@example.org`,
    )
  return address
}
