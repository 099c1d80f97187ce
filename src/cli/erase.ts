import { ask } from '../desk/ask.ts'
import type { Receipt } from '../desk/erase-person.ts'
import { addressOf } from './export.ts'
import { complain, configOf, exit, flag, print, printJson, type Command } from './command.ts'

export const erase: Command = {
  name: 'erase',
  usage: 'ADDRESS',
  most: 1,
  summary: 'removes a person from the data folder, and proves it',
  help: [
    [
      'ADDRESS',
      'his mail address: his tickets go, his services leave the list, elsewhere he becomes a pseudonym',
    ],
  ],
  async run(given) {
    const receipt = (await ask(configOf(given), {
      ask: 'erase',
      address: addressOf(given, 'erase'),
    })) as Receipt
    if (flag(given, 'json')) printJson(receipt)
    else tell(receipt)
    if (receipt.left.length === 0) return exit.ok
    return complain(`still named in: ${receipt.left.join(', ')}. Run it again; then look at these files.`)
  },
}
function tell({ person, at, tickets, changed, files, published, remains }: Receipt): void {
  print(`Receipt, ${at.slice(0, 16)}Z, for the person known to the log as ${person}.`)
  print(`  tickets removed: ${tickets.join(', ') || 'none'}`)
  print(`  changed: ${changed.join(', ') || 'nothing'}`)
  print(`  mails, letters and evidence removed: ${files} files`)
  if (published) print('  the list was published anew')
  print('Every file of the data folder was read afterwards. Out of its reach:')
  for (const one of remains) print(`  ${one}`)
}
