// `node test/promises/licences.mjs`: what the program ships with, by licence. The whole bill of materials: `npm sbom --sbom-format spdx --omit dev`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../run.mjs'

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const byLicence = new Map()
for (const [path, { dev, license, version }] of Object.entries(packages)) {
  if (path === '' || dev === true) continue
  const own = join(root, path, 'package.json')
  const licence =
    license ?? (existsSync(own) ? JSON.parse(readFileSync(own, 'utf8')).license : undefined) ?? 'unknown'
  const name = `${path.slice(path.lastIndexOf('node_modules/') + 13)} ${version}`
  byLicence.set(licence, [...(byLicence.get(licence) ?? []), name])
}
for (const [licence, names] of [...byLicence].toSorted((a, b) => b[1].length - a[1].length))
  process.stdout.write(`${licence} (${names.length})\n  ${names.toSorted().join(', ')}\n`)
