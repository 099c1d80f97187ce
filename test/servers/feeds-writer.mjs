// A child that publishes the whole list again and again, each time another one: what a service says of itself names the turn.
//   node feeds-writer.mjs FOLDER TURN
import { writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compilePages } from '../../dist/listing/pages.js'
import { listOf, publication } from '../../dist/listing/publishing.js'
import { policy2008 } from '../../dist/policy/policy.js'
import { publishFolder } from '../../dist/store/publish.js'
import { readPageFiles } from '../../dist/web/page-files.js'

const [folder, first] = process.argv.slice(2)
const pages = compilePages(
  await readPageFiles(fileURLToPath(new URL('../../templates/page', import.meta.url))),
)
for (let turn = Number(first); ; turn += 1) {
  const at = new Date(Date.UTC(2026, 0, 1) + turn * 1000).toISOString()
  const entries = Array.from({ length: 20 + (turn % 5) }, (_, i) => ({
    domain: `s${i}.example`,
    description: i % 2 === 0 ? `turn ${turn} & <more>` : 'always the same',
    registration: { inBand: true },
    adminJid: `admin@s${i}.example`,
    listedSince: '2026-01-01T00:00:00.000Z',
    sources: {},
  }))
  const history = entries.map(({ domain }) => ({ at, domain, event: 'listed', reason: 'all-met' }))
  const meta = {
    name: 'Desk',
    address: 'verification@desk.example',
    url: 'https://list.example/',
    generatedAt: at,
    policy: policy2008,
  }
  await publishFolder(folder, publication(listOf(entries, history, meta, pages)))
  writeSync(1, `${turn}\n`)
}
