import { resolve } from 'node:path'
import { restoreBackup } from '../store/backup.ts'
import { configOf, exit, flag, print, printJson, UsageError, type Command } from './command.ts'
import { told } from './verify.ts'

export const restore: Command = {
  name: 'restore',
  usage: 'FILE',
  most: 1,
  summary: 'a backup into an empty data folder, after the same examination',
  help: [['FILE', 'what "vouch backup" wrote; a data folder that is not empty is left as it is']],
  async run(given) {
    const [file] = given.words
    if (file === undefined) throw new UsageError('name the archive: vouch restore desk.tar.gz')
    const { data } = configOf(given)
    const contents = await restoreBackup(resolve(file), data)
    if (flag(given, 'json')) printJson({ data, ...contents })
    else if (!flag(given, 'quiet'))
      print(
        `${data} holds what it held: ${told(contents)}. Whoever was erased since then must be erased again (vouch erase).`,
      )
    return exit.ok
  },
}
