import { lstatSync } from 'node:fs'

/** Which file stood there: any writing of ours, any copy and any restoring gives another. `changed`: when, by the file system's clock. */
export type FileStamp = { readonly id: string; readonly changed: number }

/** undefined: nothing is there. */
export function stampOf(path: string): FileStamp | undefined {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (found === undefined) return undefined
  const { ino, size, mtimeNs, ctimeNs } = found
  return {
    id: `${ino} ${size} ${mtimeNs} ${ctimeNs}`,
    changed: Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n),
  }
}

/** File systems count in steps of up to two seconds, and a freed inode is given to the next file. */
const step = 2000
/**
 * What to believe later of a file that was read at `read` (the wall clock) after it was stamped. A change within the same
 * step of the file system's clock could leave the same stamp, so one that is that young, or of the future, is not believed.
 */
export const believable = (stamp: FileStamp | undefined, read: number): string | undefined =>
  stamp !== undefined && stamp.changed < read - step ? stamp.id : undefined

/** What was made of a file, with the stamp to believe it by; without one it is made anew. */
export type Made<T> = { readonly stamp: string | undefined; readonly value: T }
