import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** templates/ beside src/ and dist/: both stand one folder below the project's root. */
export const templatesFolder = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'templates')

/** The letters' templates by path (`results/text.hbs`); the pages have their own folder and reader. */
export function readTemplates(folder: string = templatesFolder): Record<string, string> {
  const files: Record<string, string> = {}
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1)
    if (entry.isFile() && /\.(hbs|json)$/.test(entry.name) && !path.startsWith('page/'))
      files[path] = readFileSync(join(folder, path), 'utf8')
  }
  return files
}
