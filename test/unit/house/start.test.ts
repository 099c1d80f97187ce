import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const src = resolve(import.meta.dirname, '../../../src')
/** All packages that are loaded with a file: `import type` and `import(…)` load nothing then. */
function packagesOf(entry: string): string[] {
  const seen = new Set([entry])
  const packages = new Set<string>()
  for (const file of seen) {
    const text = readFileSync(file, 'utf8')
    for (const [, name = ''] of text.matchAll(/^(?:import|export)\s(?!type\s)[^;=]*?from '([^']+)'/gms)) {
      const path = resolve(file, '..', name)
      if (name.startsWith('.') && existsSync(path)) seen.add(path)
      else if (!name.startsWith('node:'))
        packages.add(name.split('/', name.startsWith('@') ? 2 : 1).join('/'))
    }
  }
  return [...packages].sort()
}

it('needs no library that only some installations use, or only the first check, letter or publication', () => {
  const loaded = packagesOf(join(src, 'cli/serve.ts'))
  expect(loaded).toContain('saxes') // the walk works
  const late = [
    '@rapideditor/country-coder',
    '@resvg/resvg-js',
    '@xmpp/client',
    'htmlparser2',
    'imapflow',
    'libphonenumber-js',
    'maxmind',
    'node-forge',
    'prom-client',
    'smtp-server',
  ]
  expect(loaded.filter((name) => late.includes(name))).toEqual([])
})
