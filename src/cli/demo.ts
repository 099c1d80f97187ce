import { join, resolve } from 'node:path'
import { runDemo } from '../demo/demo.ts'
import { colourful, exit, flag, print, printJson, text, type Command } from './command.ts'

export const demo: Command = {
  name: 'demo',
  usage: '[--stay]',
  most: 0,
  summary: 'the main job on an embedded world, in about 20 seconds',
  help: [
    ['--stay', 'leave the page up until Ctrl-C'],
    ['--listen HOST:PORT', 'where the page is; default 127.0.0.1 and a free port'],
  ],
  options: { stay: { type: 'boolean' }, listen: { type: 'string' } },
  async run(given) {
    const folder = join(resolve(text(given, 'data') ?? 'data'), 'demo')
    const quiet = flag(given, 'quiet') || flag(given, 'json')
    const result = await runDemo({
      folder,
      ...(text(given, 'listen') !== undefined && { listen: text(given, 'listen') as string }),
      say: (line) => (quiet ? undefined : print(line)),
    })
    if (flag(given, 'json')) printJson({ told: result.told, services: result.rows, files: result.files })
    else summary(result.rows, result.files, flag(given, 'stay'))
    if (flag(given, 'stay')) await interrupted()
    await result.close()
    if (!result.told) process.stderr.write('vouch: the demo did not go as told: see the table above\n')
    return result.told ? exit.ok : exit.bug
  },
}

function summary(
  rows: readonly { service: string; stage: string; why: string; asTold: boolean }[],
  files: Record<string, string>,
  stay: boolean,
): void {
  const paint = (code: number, words: string) => (colourful() ? `\u001b[${code}m${words}\u001b[0m` : words)
  print('')
  print(`  ${'service'.padEnd(20)} ${'stage'.padEnd(9)} why`)
  for (const row of rows)
    print(`  ${row.service.padEnd(20)} ${paint(row.asTold ? 32 : 31, row.stage.padEnd(9))} ${row.why}`)
  print('')
  print(`  letters        ${files['letters'] ?? ''}   (each as .txt, .html and .eml)`)
  print(`  the list       ${join(files['published'] ?? '', 'index.html')}, services.xml, services.json, …`)
  print(`  the tickets    ${files['tickets'] ?? ''}`)
  print(
    stay
      ? `  the page       ${files['page'] ?? ''}   (Ctrl-C ends it)`
      : '  the page       run "npm run demo -- --stay" to keep it up',
  )
}
const interrupted = () =>
  new Promise<void>((done) => {
    process.once('SIGINT', () => done())
    process.once('SIGTERM', () => done())
  })
