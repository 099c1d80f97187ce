// `node test/promises/bill.mjs [FOLDER]`: what the program ships with. Writes its bill of materials (SPDX, of `npm sbom`)
// to FOLDER, or a new one below the temporary folder, and prints where it is and the licences with their packages.
// `--short`: counts only.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, run } from '../run.mjs'

const short = process.argv.includes('--short')
const folder =
  process.argv.slice(2).find((one) => !one.startsWith('--')) ?? mkdtempSync(join(tmpdir(), 'vouch-bill-'))
const made = await run('npm', ['sbom', '--sbom-format', 'spdx', '--omit', 'dev'])
const spdx = made.output.slice(made.output.indexOf('{'))
const { packages: listed } = made.code === 0 ? JSON.parse(spdx) : {}
if (listed === undefined) {
  process.stderr.write(`npm sbom failed:\n${made.output.slice(-1000)}\n`)
  process.exit(1)
}
const file = join(folder, 'vouch.spdx.json')
writeFileSync(file, spdx)

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const byLicence = new Map()
for (const [path, { dev, license, version }] of Object.entries(packages)) {
  if (path === '' || dev === true) continue
  const licence = license ?? ownWord(join(root, path, 'package.json')) ?? 'unknown'
  const name = `${path.slice(path.lastIndexOf('node_modules/') + 13)} ${version}`
  byLicence.set(licence, [...(byLicence.get(licence) ?? []), name])
}
/** Old packages name theirs in another way, or only in a file. */
function ownWord(file) {
  if (!existsSync(file)) return undefined
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'))
  return license ?? licenses?.map((one) => one.type ?? one).join(' OR ')
}
const licences = [...byLicence].toSorted((a, b) => b[1].length - a[1].length)
process.stdout.write(
  `bill of materials: ${listed.length} packages, ${file}; ${licences.map(([licence, names]) => `${licence} ${names.length}`).join(', ')}\n`,
)
if (!short)
  for (const [licence, names] of licences)
    process.stdout.write(`${licence} (${names.length})\n  ${names.toSorted().join(', ')}\n`)
