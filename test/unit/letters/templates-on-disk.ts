import { readdirSync, readFileSync } from 'node:fs'

/** templates/ as `compileTemplates` takes them. */
export function templatesOnDisk(): Record<string, string> {
  const root = new URL('../../../templates/', import.meta.url)
  return Object.fromEntries(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.hbs') || path.endsWith('.json'))
      .map((path) => [path.replaceAll('\\', '/'), readFileSync(new URL(path, root), 'utf8')]),
  )
}
