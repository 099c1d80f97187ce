export type Turns = {
  /** When all that had its turn before has ended. */
  alone<R>(this: void, work: () => Promise<R>): Promise<R>
  /** When the one before has ended, or has handed its turn on. `before`: when all of them have ended. */
  next<R>(this: void, work: (handOn: () => void, before: Promise<unknown>) => Promise<R>): Promise<R>
}
const ignore = () => undefined

/** Work in the order it was asked for; what fails holds nobody back. */
export function turns(): Turns {
  let free: Promise<unknown> = Promise.resolve()
  let ended: Promise<unknown> = Promise.resolve()
  const next: Turns['next'] = (work) => {
    const [turn, before] = [free, ended]
    let handOn: () => void = ignore
    const handedOn = new Promise<void>((done) => (handOn = done))
    const mine = turn.then(() => work(handOn, before))
    const over = mine.then(ignore, ignore)
    free = Promise.race([handedOn, over])
    ended = Promise.all([before, over]).then(ignore) // of no mail but the last anything is kept
    return mine
  }
  return { next, alone: (work) => next((_, before) => before.then(work)) }
}
