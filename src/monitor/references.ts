import type { Clock, Timers } from './ports.ts'

/** Resolves true when it answers. */
export type Reference = () => Promise<boolean>
export type References = {
  /** Did enough references answer in a round that began at or after this moment of the monotonic clock? */
  during(since: number): Promise<boolean>
  last(): 'answer' | 'silent' | 'not-asked'
}
type Round = { readonly begins: number; readonly result: Promise<boolean> }

/**
 * Rounds are shared by everybody who asks in the same moment and at least `gap` apart: the references are other people's
 * servers. None configured: they always answer, and only the mass rule tells our trouble from theirs.
 */
export function referenceRounds(
  targets: readonly Reference[],
  gap: number,
  ports: { readonly clock: Clock; readonly timers: Timers },
): References {
  const need = Math.ceil(targets.length / 2)
  let newest: Round | undefined
  let last: 'answer' | 'silent' | 'not-asked' = 'not-asked'
  const ask = () =>
    new Promise<boolean>((resolve) => {
      let [yes, no] = [0, 0]
      const count = (answered: boolean) => {
        if (answered) yes += 1
        else no += 1
        if (yes < need && no <= targets.length - need) return
        last = yes >= need ? 'answer' : 'silent'
        resolve(yes >= need)
      }
      for (const target of targets) target().then(count, () => count(false))
    })
  return {
    async during(since) {
      if (targets.length === 0) return true
      if (newest !== undefined && newest.begins >= since) return newest.result
      const now = ports.clock.mono()
      const begins = Math.max(now, newest === undefined ? now : newest.begins + gap)
      const result =
        begins <= now
          ? ask()
          : new Promise<boolean>((resolve, reject) => {
              ports.timers.set(() => void ask().then(resolve, reject), begins - now)
            })
      newest = { begins, result }
      return result
    },
    last: () => last,
  }
}
