import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Programs of our own that run as processes, named beside this file; from the sources (tests) they are found in dist/. */
export const program = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url))
    .replace(/([\\/])src([\\/])(.*)\.ts$/, '$1dist$2$3.js')
    .replace(/\.ts$/, '.js')

export function version(): string {
  const file = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
