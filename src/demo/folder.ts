import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RefusedError } from '../desk/refused.ts'
import { lockData } from '../store/lock.ts'

/** Beside what a demo writes: only a folder with this file is a demo's to remove. */
const marker = 'made-by-the-demo'

/** An empty folder for the demo. The last demo's goes; anybody else's stays. @throws RefusedError, StoreError when it is in use */
export async function freshFolder(folder: string): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(join(folder, marker)))
      throw new RefusedError(
        `${folder} exists and was not made by a demo: move it away, or name another folder with --data.`,
      )
    const lock = await lockData(folder) // another demo may be up in it
    await lock.release()
    rmSync(folder, { recursive: true })
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, marker), 'The next "vouch demo" removes this folder.\n')
}
