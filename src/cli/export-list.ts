import { resolve } from 'node:path'
import { ask } from '../desk/ask.ts'
import type { ListText } from '../desk/publish.ts'
import { writeDurably } from '../store/durable-file.ts'
import { configOf, exit, flag, print, printJson, UsageError, type Command } from './command.ts'

export const exportList: Command = {
  name: 'export-list',
  usage: 'FILE',
  most: 1,
  summary: 'writes the list as it is now into one file',
  help: [['FILE', 'ending in .json: as services.json; ending in .xml: vCard4 as XML']],
  async run(given) {
    const [file] = given.words
    const as = file === undefined ? undefined : /\.(json|xml)$/i.exec(file)?.[1]?.toLowerCase()
    if (file === undefined || as === undefined)
      throw new UsageError('name one file ending in .json or .xml: vouch export-list services.json')
    const { text, services } = (await ask(configOf(given), { ask: 'list', as })) as ListText
    const path = resolve(file)
    await writeDurably(path, new TextEncoder().encode(text), { mode: 0o644 })
    if (flag(given, 'json')) printJson({ file: path, services })
    else if (!flag(given, 'quiet')) print(`${services} services in ${path}`)
    return exit.ok
  },
}
