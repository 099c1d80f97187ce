import { resolve } from 'node:path'
import { ask } from '../desk/ask.ts'
import type { PublishResult } from '../desk/publish.ts'
import { complain, configOf, exit, flag, print, printJson, type Command } from './command.ts'

export const publish: Command = {
  name: 'publish',
  usage: '[DIR]',
  most: 1,
  summary: 'writes and validates the list now',
  help: [
    ['DIR', 'instead of data/published'],
    ['--even-smaller', 'also when the list shrinks by more than a fifth'],
  ],
  options: { 'even-smaller': { type: 'boolean' } },
  async run(given) {
    const [folder] = given.words
    const result = (await ask(configOf(given), {
      ask: 'publish',
      ...(folder !== undefined && { folder: resolve(folder) }),
      evenSmaller: flag(given, 'even-smaller'),
    })) as PublishResult
    if (flag(given, 'json')) printJson(result)
    if (!result.done)
      return complain(`nothing was published, the last list stays: ${result.why}`, exit.outside)
    if (!flag(given, 'json'))
      print(
        `${result.services} services in ${result.files.length} files, ${result.written} of them new or changed`,
      )
    return exit.ok
  },
}
