import { faultOf, type Log } from './log.ts'

/** Milliseconds: what is at hand may finish; then, with its connections closed, everything must end. */
const patience = { work: 6000, closing: 3500 } as const

type Stopping = {
  readonly work: readonly Promise<unknown>[] // what may write to the data folder
  readonly closing: readonly (() => Promise<unknown>)[] // in the order in which they were opened
  readonly release: () => Promise<void> // of the data folder
  readonly log: Pick<Log, 'warn'>
}
/**
 * Ends what runs, newest first, and lets the data folder go when nothing can write to it any more. `late`: that was not
 * in time; the folder stays locked until the process ends, so that a next desk never writes beside what is left of this.
 */
export async function stopAll(
  { work, closing, release, log }: Stopping,
  { work: workFor, closing: closeFor }: { readonly work: number; readonly closing: number } = patience,
): Promise<'ended' | 'late'> {
  const worked = Promise.allSettled(work)
  await within(workFor, worked)
  const all = (async () => {
    for (const close of closing.toReversed())
      await close().catch((error: unknown) => log.warn('closing', faultOf(error)))
    await worked
    await release()
  })()
  all.catch((error: unknown) => log.warn('closing', faultOf(error)))
  if (await within(closeFor, all)) return 'ended'
  log.warn('stopping', { error: 'something did not end in time' })
  return 'late'
}

/** false: it took longer. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((done) => (timer = setTimeout(done, ms, false)))
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
