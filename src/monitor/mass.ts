/**
 * Not most of all services at once: when more than half of those looked at since a failure began failed in the same
 * round, and three at least, the fault is taken to be ours, whatever the references say. It stays so until most of
 * them have answered again; who still fails then fails alone. Moments are milliseconds since the epoch.
 */
export type Mass = {
  failed(name: string, at: number): void
  answered(name: string, at: number): void
  forget(name: string): void
  /** Those whose failing began in the same round as this one's, when they are most; else nobody. Worked out anew once in a while. */
  together(name: string, now: number): ReadonlySet<string>
}

export function massRule(sameRound: number, freshFor: number): Mass {
  const failing = new Map<string, number>()
  const lastUp = new Map<string, number>()
  let found: { readonly made: number; readonly names: ReadonlySet<string> } | undefined
  let sorted: { readonly made: number; readonly moments: readonly number[] } | undefined
  /** Sorted once for many questions: in a mass failure everybody asks. */
  const answeredSince = (since: number, now: number): number => {
    if (sorted === undefined || Math.abs(now - sorted.made) > freshFor)
      sorted = { made: now, moments: [...lastUp.values()].sort((a, b) => a - b) }
    const { moments } = sorted
    let [low, high] = [0, moments.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((moments[middle] as number) >= since) high = middle
      else low = middle + 1
    }
    return moments.length - low
  }
  return {
    failed(name, at) {
      if (!failing.has(name)) failing.set(name, at)
      lastUp.delete(name)
    },
    answered(name, at) {
      failing.delete(name)
      lastUp.set(name, at)
    },
    forget(name) {
      failing.delete(name)
      lastUp.delete(name)
    },
    together(name, now) {
      const since = failing.get(name)
      if (since === undefined) return none
      if (found !== undefined && Math.abs(now - found.made) <= freshFor && found.names.has(name))
        return found.names
      const names = new Set(
        [...failing].filter(([, at]) => Math.abs(at - since) <= sameRound).map(([one]) => one),
      )
      if (names.size < 3 || names.size <= answeredSince(since, now)) return none
      found = { made: now, names }
      return names
    },
  }
}
const none: ReadonlySet<string> = new Set()
