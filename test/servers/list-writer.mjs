// A child for the kill tests: publishes a list of many files again and again, each time with another number in all of them.
//   node list-writer.mjs FOLDER
import { publishFolder } from '../../dist/store/publish.js'
import { writeSync } from 'node:fs'

const [folder] = process.argv.slice(2)
for (let n = Date.now(); ; n += 1) {
  const files = new Map(
    Array.from({ length: 40 }, (_, i) => [
      `services/s${i}.html`,
      i % 4 === 0 ? 'always the same' : `${n} ${'x'.repeat(i * 500)}`,
    ]),
  )
  files.set('services.json', JSON.stringify({ n }))
  await publishFolder(folder, files)
  writeSync(1, `${n}\n`)
}
