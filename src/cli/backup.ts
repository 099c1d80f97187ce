import { resolve } from 'node:path'
import { backUp } from '../store/backup.ts'
import { instant } from '../values/instant.ts'
import { configOf, exit, flag, print, printJson, UsageError, type Command } from './command.ts'

export const backup: Command = {
  name: 'backup',
  usage: 'FILE',
  most: 1,
  summary: 'the whole data folder in one archive, also while the desk runs',
  help: [['FILE', 'a .tar.gz, 0600: it holds the desk’s secret and people’s mail']],
  async run(given) {
    const [file] = given.words
    if (file === undefined) throw new UsageError('name the archive to write: vouch backup desk.tar.gz')
    const done = await backUp(configOf(given).data, resolve(file), instant(Date.now()))
    if (flag(given, 'json')) printJson({ file: resolve(file), ...done })
    else if (!flag(given, 'quiet'))
      print(
        `${done.files} files, ${done.bytes} bytes, in ${file}. Now: vouch verify ${file}. Keep it as secret as the mail in it.`,
      )
    return exit.ok
  },
}
