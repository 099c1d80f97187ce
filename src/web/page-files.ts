import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The files of a flat folder by name, for `compilePages`. */
export async function readPageFiles(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  )
}
