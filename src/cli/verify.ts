import { resolve } from 'node:path'
import { verifyBackup, type Contents } from '../store/backup.ts'
import { exit, flag, print, printJson, UsageError, type Command } from './command.ts'

export const verify: Command = {
  name: 'verify',
  usage: 'FILE',
  most: 1,
  summary: 'unpacks a backup beside itself and reads all of it as a starting desk would',
  help: [['FILE', 'what "vouch backup" wrote; it is only read']],
  async run(given) {
    const [file] = given.words
    if (file === undefined) throw new UsageError('name the archive: vouch verify desk.tar.gz')
    const contents = await verifyBackup(resolve(file))
    if (flag(given, 'json')) printJson({ file: resolve(file), ...contents })
    else if (!flag(given, 'quiet')) print(`${file} is whole: ${told(contents)}.`)
    return exit.ok
  },
}
export const told = ({ at, files, tickets, mails }: Contents): string =>
  `${tickets} tickets, ${mails} mails, ${files} files, taken ${at.slice(0, 16)}Z`
