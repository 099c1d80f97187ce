import { randomBytes } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDataFolder, isDesks } from './data-folder.ts'
import { readWhole, writeDurably } from './durable-file.ts'
import { StoreError } from './ports.ts'

const without = 'To go on without it, take it away and start once with: vouch serve --adopt'
export const secretIsGone = (path: string): string =>
  `${path} is gone: put it back from a backup. Without it no answer to an old letter is recognised. To go on all the same, start once with: vouch serve --adopt`

/**
 * data/secret: 32 random bytes as hex, made once. Every reply address and page link hangs on it, so a damaged or lost one
 * is never replaced silently (`anew`: somebody said so), and one that others can read is refused.
 */
export async function readSecret(data: string, anew = false): Promise<string> {
  await ensureDataFolder(data)
  const path = join(data, 'secret')
  const found = readWhole(path)
  if (found === undefined) {
    if (!anew && (await isDesks(data))) throw new StoreError('damaged', path, secretIsGone(path))
    const secret = randomBytes(32).toString('hex')
    await writeDurably(path, `${secret}\n`)
    return secret
  }
  const secret = found.toString('latin1').trim()
  if (!/^[0-9a-f]{64}$/.test(secret))
    throw new StoreError(
      'damaged',
      path,
      `${path} does not hold 64 hex digits. Put it back from a backup: without it no answer to a letter already sent is recognised. ${without}`,
    )
  if ((lstatSync(path).mode & 0o077) !== 0)
    throw new StoreError('damaged', path, `${path} can be read by others. Run: chmod 600 ${path}`)
  return secret
}
