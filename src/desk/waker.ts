/** A loop's sleep that anybody may end: `wake` before `sleep` is not lost. */
export type Waker = { wake(): void; sleep(ms: number, signal: AbortSignal): Promise<void> }

export function waker(): Waker {
  let awake = false
  let end: (() => void) | undefined
  return {
    wake() {
      awake = true
      end?.()
    },
    async sleep(ms, signal) {
      if (!awake && !signal.aborted && ms > 0)
        await new Promise<void>((done) => {
          const stop = () => {
            clearTimeout(timer)
            signal.removeEventListener('abort', stop)
            end = undefined
            done()
          }
          const timer = setTimeout(stop, Math.min(ms, 2 ** 31 - 1))
          end = stop
          signal.addEventListener('abort', stop, { once: true })
        })
      awake = false
    },
  }
}
