import { instant } from '../values/instant.ts'
import { record, type Ledger, type Side, type State } from './ledger.ts'
import { sideAt, type SideWatch } from './side.ts'

const rank: Readonly<Record<State, number>> = { up: 0, unknown: 1, down: 2 }

/**
 * The worse of the two sides counts: from `since` on the ledger is written anew out of both. A side without an end to
 * speak for (the other one may be unknown) does not hide the outage of the other.
 */
export function recordWorse(ledger: Ledger, sides: Readonly<Record<Side, SideWatch>>, since: number): Ledger {
  const moments = [...sides.c2s.recent, ...sides.s2s.recent]
    .map((change) => change.at)
    .filter((at) => at > since)
  return [since, ...new Set(moments.sort((a, b) => a - b))].reduce((so, at) => {
    const c2s = sideAt(sides.c2s, at)
    const s2s = sideAt(sides.s2s, at)
    const [side, worst] = rank[s2s.to] > rank[c2s.to] ? (['s2s', s2s] as const) : (['c2s', c2s] as const)
    const why = worst.to === 'up' ? undefined : worst.why
    return record(so, instant(at), worst.to, {
      ...(worst.to === 'down' && { side }),
      ...(why !== undefined && { why }),
    })
  }, ledger)
}
