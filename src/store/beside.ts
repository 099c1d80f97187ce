import { lstatSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { namesIn, unwritable } from './durable-file.ts'

/** Longer than any copy takes. */
const day = 86_400_000
const shape = /^\.(.+)\.vouch-[A-Za-z0-9]{6}$|^\.(.+)\.\d+\.vouch-tmp$/

/** A folder of ours beside `path`, for a copy to look at or to put in its place; on the same disk, so that a rename does it. */
export async function besides(path: string): Promise<string> {
  await sweepBeside(dirname(path), (_, age) => age > day)
  return await mkdtemp(join(dirname(path), `.${basename(path)}.vouch-`)).catch((error: unknown) => {
    throw unwritable(dirname(path), error)
  })
}
/** The name under which an archive is written until it is whole. */
export const unfinished = (file: string): string =>
  join(dirname(file), `.${basename(file)}.${process.pid}.vouch-tmp`)

/**
 * What a killed backup, verify, restore or upgrade left lying holds everybody's mail: it goes. Beside a data folder whose
 * lock we hold everything of its name does (`whose`), elsewhere what has lain for a day.
 */
export async function sweepBeside(
  folder: string,
  doomed: (whose: string, age: number) => boolean,
): Promise<void> {
  for (const name of await namesIn(folder).catch(() => [])) {
    // where we may not look we wrote nothing
    const [, copied, archived] = shape.exec(name) ?? []
    const whose = copied ?? archived
    const found = lstatSync(join(folder, name), { throwIfNoEntry: false })
    if (whose === undefined || found === undefined || !doomed(whose, Date.now() - found.mtimeMs)) continue
    await rm(join(folder, name), { recursive: true, force: true })
  }
}
/** Whether a copy of this folder lies beside it that nobody has put in place or cleared away. */
export const isBeingCopied = async (data: string): Promise<boolean> =>
  (await namesIn(dirname(data)).catch(() => [])).some((name) => shape.exec(name)?.[1] === basename(data))
/** Where an upgrade left the folder as it was before. */
export const beforeUpgrade = async (data: string): Promise<string[]> =>
  (await namesIn(dirname(data)).catch(() => []))
    .filter((name) => name.startsWith(`${basename(data)}.before-`))
    .map((name) => join(dirname(data), name))
