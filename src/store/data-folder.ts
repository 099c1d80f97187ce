import { statSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { codeOf, ensureFolder, namesIn, unreadable } from './durable-file.ts'
import { StoreError } from './ports.ts'

/** undefined: nothing is there. @throws StoreError when this user may not look. */
function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return undefined
    throw unreadable(path, error, 'read')
  }
}
const holds = (data: string, name: string): boolean => lookAt(join(data, name)) !== undefined
/** A desk has been at work here: it has a book, or a ticket. */
export const isDesks = async (data: string): Promise<boolean> =>
  holds(data, 'desk.json') || (await namesIn(join(data, 'tickets'))).some((name) => name.endsWith('.json'))
/** Only who begins a desk makes its folder; a mistyped one must not look like a desk that knows nothing. */
export function refuseNoDesk(data: string): void {
  if (!['secret', 'desk.json', 'tickets'].some((name) => holds(data, name)))
    throw new StoreError(
      'unwritable',
      data,
      `${data} is no desk's data folder. Name the right one with --config or --data.`,
    )
}

/** What may lie in a data folder before the first start: of a fresh clone, a demo, a benchmark, a mailbox that was put there; in an empty volume. */
const mayLieThere = new Set([
  'README.md',
  'demo',
  'bench.json',
  'mailbox',
  'sent',
  'vouch.json',
  'lost+found',
])
/** What root makes in the folder of another user's desk that desk cannot write: it would not start again. `me`: our user id. */
export function refuseRoot(folder: string, me = process.getuid?.()): void {
  const owner = lookAt(join(folder, 'secret'))?.uid
  if (me === 0 && owner !== undefined && owner !== 0)
    throw new StoreError(
      'unwritable',
      folder,
      `${folder} is the desk's of the user with the id ${owner}, and files made by root would keep it from starting. Run this as that user: runuser -u vouch -- vouch …`,
    )
}
/**
 * The data folder itself, closed to others. One that stands open and holds other people's things (`--data /tmp`) is
 * refused rather than closed: it is not ours to close.
 */
export async function ensureDataFolder(data: string): Promise<void> {
  refuseRoot(data)
  const found = lookAt(data)
  if (found?.isDirectory() === true && (found.mode & 0o077) !== 0) {
    const names = (await namesIn(data)).filter((name) => !mayLieThere.has(name))
    if (names.length > 0 && !names.includes('secret') && !names.includes('desk.json'))
      throw new StoreError(
        'unwritable',
        data,
        `${data} holds other things and is open to others. Name a folder of its own with --data, or close it: chmod 700 ${data}`,
      )
  }
  await ensureFolder(data)
}
