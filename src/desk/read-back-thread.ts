import { parentPort } from 'node:worker_threads'
import { allFormats } from '../listing/all-formats.ts'
import type { Made, Read } from './read-back.ts'

/** Of read-back.ts: reads files of the list back, one after the other, as they come. */
const formats = new Map(allFormats.flatMap((one) => (one.kind === 'file' ? [[one.path, one] as const] : [])))
parentPort?.on('message', ({ path, text }: Made) => {
  const read = formats.get(path)?.readBack(text) ?? { problem: 'a file of no format' }
  parentPort?.postMessage({ path, read } satisfies Read)
})
