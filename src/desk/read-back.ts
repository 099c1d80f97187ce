import { Worker } from 'node:worker_threads'
import type { ReadBack } from '../listing/format.ts'
import { program } from './program.ts'

export type Made = { readonly path: string; readonly text: string }
export type Read = { readonly path: string; readonly read: ReadBack }
/** Files of the list on their way back from a thread beside ours, which writes others meanwhile. */
export type Reading = {
  begin(this: void, path: string, text: string): void
  /** What came back of those that were begun. What did not (a thread that failed) is for the caller to read. */
  all(): Promise<ReadonlyMap<string, ReadBack>>
  close(): Promise<unknown>
}
/** With fewer services all files are read back before a thread has started. */
const worthwhile = 1000
const megabytes = 500
const ignore = () => undefined

export function readBackBeside(services: number): Reading {
  const back = new Map<string, ReadBack>()
  if (services < worthwhile) return { begin: ignore, all: async () => back, close: async () => undefined }
  const thread = new Worker(program('./read-back-thread.ts'), {
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
  })
  let open = 0
  let settle: () => void = ignore
  const settled = new Promise<void>((done) => (settle = done))
  thread.on('message', ({ path, read }: Read) => {
    back.set(path, read)
    open -= 1
    if (open === 0) settle()
  })
  thread.on('error', settle).on('exit', settle)
  return {
    begin(path, text) {
      open += 1
      thread.postMessage({ path, text } satisfies Made)
    },
    async all() {
      if (open > 0) await settled
      return back
    },
    close: () => thread.terminate(),
  }
}
