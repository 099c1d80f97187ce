import { truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Instant } from '../values/instant.ts'
import { appendDurably, damaged, ensureFolder, readWhole, syncFolder, unwritable } from './durable-file.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** One line of the public log. Nothing personal goes in; the caller sees to it. */
export type LogEntry = { readonly id: string; readonly at: Instant; readonly [key: string]: unknown }
export type PublicLog = {
  /** On disk when it resolves; an id that is there already is not written again. Says whether it wrote. */
  append(entry: LogEntry): Promise<boolean>
  read(): readonly LogEntry[]
}

/** log.jsonl, append-only. A last line that was cut off by a crash was promised to nobody and is taken away; damage elsewhere is damage. */
export async function openPublicLog(path: string): Promise<PublicLog> {
  await ensureFolder(dirname(path))
  const bytes = readWhole(path)
  if (bytes === undefined) {
    await appendDurably(path, '')
      .then(() => syncFolder(dirname(path)))
      .catch((error: unknown) => {
        throw unwritable(path, error)
      })
  }
  let length = bytes === undefined ? 0 : bytes.lastIndexOf(0x0a) + 1
  const entries = (bytes?.subarray(0, length).toString('utf8') ?? '')
    .split('\n')
    .slice(0, -1)
    .map((line, i) => parsed(path, line, i))
  const cutBack = async (): Promise<void> => {
    await truncate(path, length).catch((error: unknown) => {
      throw unwritable(path, error)
    })
  }
  if (bytes !== undefined && bytes.length > length) await cutBack()
  const ids = new Set(entries.map((entry) => entry.id))
  const alone = oneAtATime()
  return {
    read: () => entries,
    append: (entry) =>
      alone('log', async () => {
        if (ids.has(entry.id)) return false
        const line = `${JSON.stringify(entry)}\n`
        try {
          await appendDurably(path, line)
        } catch (error) {
          await cutBack().catch(() => undefined) // half a line of a full disk
          throw unwritable(path, error)
        }
        length += Buffer.byteLength(line)
        ids.add(entry.id)
        entries.push(entry)
        return true
      }),
  }
}
function parsed(path: string, line: string, index: number): LogEntry {
  try {
    const value: unknown = JSON.parse(line)
    if (value !== null && typeof value === 'object' && 'id' in value && typeof value.id === 'string')
      return value as LogEntry
  } catch {
    // said below
  }
  throw damaged(path, `is damaged in line ${index + 1}`)
}
