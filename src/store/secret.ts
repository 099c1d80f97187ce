import { randomBytes } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDataFolder, readWhole, writeDurably } from './durable-file.ts'
import { StoreError } from './ports.ts'

/**
 * data/secret: 32 random bytes as hex, made once. Every reply address and page link hangs on it, so a damaged one is
 * never replaced silently, and one that others can read is refused.
 */
export async function readSecret(data: string): Promise<string> {
  await ensureDataFolder(data)
  const path = join(data, 'secret')
  const found = readWhole(path)
  if (found === undefined) {
    const secret = randomBytes(32).toString('hex')
    await writeDurably(path, `${secret}\n`)
    return secret
  }
  const secret = found.toString('latin1').trim()
  if (!/^[0-9a-f]{64}$/.test(secret))
    throw new StoreError(
      'damaged',
      path,
      `${path} does not hold 64 hex digits. Put it back from a backup: without it no answer to a letter already sent is recognised. Delete it only if you accept that.`,
    )
  if ((lstatSync(path).mode & 0o077) !== 0)
    throw new StoreError('damaged', path, `${path} can be read by others. Run: chmod 600 ${path}`)
  return secret
}
