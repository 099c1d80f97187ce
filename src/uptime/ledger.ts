import type { DomainName } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'

export type State = 'up' | 'down' | 'unknown'
export type Side = 'c2s' | 's2s'
/** From `at` on the service is `to`. `side` and `why`: what made it so, for outages the first error. */
export type Change = {
  readonly at: Instant
  readonly to: State
  readonly side?: Side
  readonly why?: string
}
/** A failure that a second probe contradicted: shown, not downtime. `times`: how many were folded into this line. */
export type Blip = { readonly at: Instant; readonly why: string; readonly times?: number }
/** A stretch whose changes were folded into sums (see folding.ts); whole UTC hours or days, or one state throughout. */
export type Folded = Window & {
  readonly upMs: number
  readonly downMs: number
  readonly unknownMs: number
  readonly outages: number
}
/**
 * data/uptime/DOMAIN.json. Changes only, so its size follows the number of changes and never that of probes. Before the
 * first change, and before `began`, nothing is known. Planned outages are not in it: they are laid over when figures are
 * asked for (tickets own them). What lies after the monitor's heartbeat is unknown too, whatever the last change says.
 */
export type Ledger = {
  readonly version: 1
  readonly domain: DomainName
  readonly began: Instant
  readonly changes: readonly Change[]
  readonly blips: readonly Blip[]
  readonly folded?: readonly Folded[]
}
/** Half open: [from, to). */
export type Window = { readonly from: Instant; readonly to: Instant }

export const openLedger = (domain: DomainName, began: Instant): Ledger => ({
  version: 1,
  domain,
  began,
  changes: [],
  blips: [],
})

/** The state that the last change left. */
export const stateNow = (ledger: Ledger): State => ledger.changes.at(-1)?.to ?? 'unknown'

/**
 * From `at` on the service is `to`, and whatever was recorded from then on is replaced: a confirmation reaches back to
 * the first failure, a clock set back records its hour again. The same state as before makes no change. The same ledger
 * object back: nothing to write.
 */
export function record(
  ledger: Ledger,
  at: Instant,
  to: State,
  cause: { readonly side?: Side; readonly why?: string } = {},
): Ledger {
  const when = latest(at, ledger.began, ledger.folded?.at(-1)?.to)
  let kept = ledger.changes.length
  while (kept > 0 && (ledger.changes[kept - 1] as Change).at >= when) kept -= 1
  const before = kept === 0 ? 'unknown' : (ledger.changes[kept - 1] as Change).to
  const added: Change[] = before === to ? [] : [{ at: when, to, ...cause }]
  const replaced = ledger.changes.slice(kept)
  if (added.length === replaced.length && added.every((one, i) => same(one, replaced[i]))) return ledger
  return { ...ledger, changes: [...ledger.changes.slice(0, kept), ...added] }
}
const same = (a: Change, b: Change | undefined) =>
  a.at === b?.at && a.to === b.to && a.side === b.side && a.why === b.why
const latest = (first: Instant, ...others: (Instant | undefined)[]) =>
  others.reduce<Instant>((most, at) => (at !== undefined && at > most ? at : most), first)

export const addBlip = (ledger: Ledger, at: Instant, why: string): Ledger => ({
  ...ledger,
  blips: [...ledger.blips, { at, why }],
})
