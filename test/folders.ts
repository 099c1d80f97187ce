import { rmSync } from 'node:fs'

/** Folders that tests made. Modules are loaded once for many test files, so that no module can clear up after each by itself. */
export const folders: string[] = []
export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}
