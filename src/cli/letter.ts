import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { words } from '../checks/words.ts'
import { localTimes } from '../desk/local-times.ts'
import { readTemplates } from '../desk/templates.ts'
import { compileTemplates } from '../letters/compile.ts'
import type { Written } from '../letters/letters.ts'
import { samples } from '../letters/samples.ts'
import { letterWriter } from '../letters/write.ts'
import { configOf, exit, flag, print, printJson, UsageError, type Command } from './command.ts'

export const letter: Command = {
  name: 'letter',
  usage: 'NAME --preview',
  most: 1,
  summary: 'a letter from a sample ticket, as text and HTML files',
  help: [
    ['NAME', `one of: ${Object.keys(samples).join(', ')}; "all"`],
    ['--preview', 'writes NAME.txt and NAME.html into the data folder’s previews/'],
  ],
  options: { preview: { type: 'boolean' } },
  async run(given) {
    const [name] = given.words
    if (name === undefined || (name !== 'all' && samples[name] === undefined))
      throw new UsageError(`name a letter: ${Object.keys(samples).join(', ')}, or all.`)
    const writer = letterWriter({ templates: compileTemplates(readTemplates()), words, localTimes })
    const folder = join(configOf(given).data, 'previews')
    mkdirSync(folder, { recursive: true })
    const files = Object.entries(samples)
      .filter(([one]) => name === 'all' || one === name)
      .map(([one, sample]) => {
        const written =
          'desk' in sample
            ? writer.writeDeskLetter(sample.desk)
            : writer.writeLetter(sample.order, sample.around)
        return { name: one, ...save(folder, one, written), written }
      })
    if (flag(given, 'json')) printJson(files.map(({ name: one, text, html }) => ({ name: one, text, html })))
    else
      for (const { written, text, html } of files) {
        if (name !== 'all') print(`Subject: ${written.subject}\n\n${written.text}`)
        print(`${text}\n${html}`)
      }
    return exit.ok
  },
}

/** Pictures stand in a letter as attachments; in the preview they stand in the page itself. */
function save(
  folder: string,
  name: string,
  { subject, text, html, images }: Written,
): { text: string; html: string } {
  const paths = { text: join(folder, `${name}.txt`), html: join(folder, `${name}.html`) }
  const shown = images.reduce(
    (page, image) =>
      page.replaceAll(
        `cid:${image.name}`,
        `data:image/svg+xml;base64,${Buffer.from(image.svg).toString('base64')}`,
      ),
    html,
  )
  writeFileSync(paths.text, `Subject: ${subject}\n\n${text}`)
  writeFileSync(paths.html, shown)
  return paths
}
