import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
type Package = {
  readonly version?: string
  readonly license?: string
  readonly hasInstallScript?: boolean
  readonly dev?: boolean
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
}
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Package>
}
const { dependencies, devDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Record<string, Record<string, string>>
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 13)

/** Versions from which the known holes are closed, with the last of them. */
const safeFrom: Readonly<Record<string, readonly [version: string, why: string]>> = {
  'node-forge': ['1.4.0', 'CVE-2026-33891, -33894, -33895, -33896'],
  nodemailer: ['9.1.1', 'GHSA-8m3c-c648-2xjj, GHSA-2x7j-588g-ccc2, GHSA-p6gq-j5cr-w38f'],
  mailparser: ['3.9.31', 'XSS in textToHtml; linkify-it GHSA-22p9-wv53-3rq4'],
  imapflow: ['1.6.4', 'IMAP command injection'],
  handlebars: ['4.7.10', 'CVE-2026-33937, GHSA-8r5x-fm3f-whwj'],
  undici: ['6.23.0', 'CVE-2026-22036'],
}
/**
 * mailauth brings an old nodemailer and loads its address parser alone, which is quadratic in the groups of a From field.
 * It runs in the mail worker on a header of at most 100 KB: 2 s of 5, of that one mail. Newer ones have no such file to load.
 */
const bounded = ['node_modules/mailauth/node_modules/nodemailer']
const older = (a: string, b: string): boolean => {
  const [x, y] = [a, b].map((one) => one.split(/[.-]/).slice(0, 3).map(Number)) as [number[], number[]]
  for (let i = 0; i < 3; i += 1) if (x[i] !== y[i]) return (x[i] ?? 0) < (y[i] ?? 0)
  return false
}
const unsafe = (found: readonly (readonly [name: string, version: string])[]) =>
  found.filter(([name, version]) => safeFrom[name] !== undefined && older(version, safeFrom[name][0]))

describe('what we build upon', () => {
  it('has no version with a hole we know of, however deep', () => {
    const free = packages.filter(([path]) => !bounded.includes(path))
    expect(unsafe(free.map(([path, one]) => [nameOf(path), one.version ?? '0']))).toEqual([])
  })
  it('would be refused otherwise', () => {
    expect(
      unsafe([
        ['handlebars', '4.7.9'],
        ['nodemailer', '9.1.0'],
        ['nodemailer', '10.0.0'],
      ]),
    ).toEqual([
      ['handlebars', '4.7.9'],
      ['nodemailer', '9.1.0'],
    ])
  })
  it('is pinned exactly and locked by hash', () => {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
    expect(
      packages.filter(([, one]) => one.integrity === undefined && one.link !== true).map(([path]) => path),
    ).toEqual([])
  })
  it('has a licence that lets us', () => {
    const free =
      /^\(?(MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0|CC0-1\.0|CC-BY-4\.0|Unlicense|MPL-2\.0|EUPL-1\.1\+?|WTFPL|LGPL-3\.0-or-later)( (OR|AND) .*)?\)?$/
    const strange = packages
      .filter(([, one]) => one.dev !== true)
      .map(([path, one]) => [nameOf(path), one.license ?? licenceOf(path)])
      .filter(([, licence]) => !free.test(licence ?? '') && !/\bMIT\b/.test(licence ?? ''))
    expect(strange).toEqual([])
  })
})
function licenceOf(path: string): string {
  const file = join(root, path, 'package.json')
  if (!existsSync(file)) return 'unknown'
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8')) as {
    license?: string
    licenses?: { type?: string }[]
  }
  return license ?? licenses?.map((one) => one.type).join(' OR ') ?? 'unknown'
}
