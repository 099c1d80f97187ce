import type { State } from './ledger.ts'
import type { Rules } from './rules.ts'

/** One side (c2s or s2s) of one watched service between samples. Moments are milliseconds since the epoch. */
export type SideWatch = {
  readonly settled: State
  /** The last valid sample speaks until here: so long after it ended. */
  readonly covered: number
  /** Failures that are not yet confirmed. Until they are, the time since the first one is unknown. */
  readonly run?:
    | {
        readonly since: number
        readonly failures: number
        readonly error: string
        readonly before: State
      }
    | undefined
  /** The first success after an outage, until a second one confirms it. */
  readonly again?: { readonly at: number; readonly contradicted: boolean } | undefined
  /** The newest changes of this side alone, enough to reach back over: never empty. */
  readonly recent: readonly SideChange[]
}
export type SideChange = { readonly at: number; readonly to: State; readonly why?: string }
/** `next`: when to probe again; 'steady' is the next regular turn. `edited`: the earliest moment whose state changed. */
export type Taken = {
  readonly side: SideWatch
  readonly next: number | 'steady'
  readonly edited?: number
  readonly blip?: { readonly at: number; readonly why: string }
}
const unconfirmed = 'unconfirmed'

export const newSide = (now: number, why: string): SideWatch => ({
  settled: 'unknown',
  covered: now,
  recent: [{ at: now, to: 'unknown', why }],
})
export const sideAt = (side: SideWatch, moment: number): SideChange =>
  side.recent.findLast((change) => change.at <= moment) ?? (side.recent[0] as SideChange)

/** From `at` on; what was written from there on is replaced. */
function write(side: SideWatch, at: number, to: State, why?: string): SideWatch {
  const kept = side.recent.filter((change) => change.at < at).slice(-15)
  const change = { at, to, ...(why !== undefined && { why }) }
  return { ...side, recent: kept.at(-1)?.to === to ? kept : [...kept, change] }
}
const withoutRun = (side: SideWatch): SideWatch => ({ ...side, run: undefined })
const withoutAgain = (side: SideWatch): SideWatch => ({ ...side, again: undefined })
/**
 * Time has passed. What no sample covers any longer is unknown; failures that nobody managed to confirm stay unknown.
 * `now`: the present, or when the probe began that is still under way: it will speak for the time from then on.
 */
export function expire(side: SideWatch, now: number): { readonly side: SideWatch; readonly edited?: number } {
  if (now <= side.covered) return { side }
  if (side.run !== undefined) return { side: { ...withoutRun(side), settled: 'unknown' } }
  if (side.settled === 'unknown') return { side }
  return {
    side: { ...write(withoutAgain(side), side.covered, 'unknown', 'not watched'), settled: 'unknown' },
    edited: side.covered,
  }
}

/** A probe that began at `at` and took `ms` found a stream inside TLS. */
export function tookUp(side: SideWatch, at: number, ms: number, rules: Rules): Taken {
  const covered = at + ms + rules.covers
  if (side.run !== undefined) {
    const { since, error, before } = side.run
    const from = before === 'up' ? since : at
    const whole = { ...write(withoutRun(side), from, 'up'), settled: 'up' as const, covered }
    return { side: whole, next: 'steady', edited: from, blip: { at: since, why: error } }
  }
  if (side.settled === 'up') return { side: { ...side, covered }, next: 'steady' }
  if (side.settled === 'unknown')
    return { side: { ...write(side, at, 'up'), settled: 'up', covered }, next: 'steady', edited: at }
  const { again } = side
  if (again !== undefined && at - again.at <= rules.upAgainWithin) {
    const whole = { ...write(withoutAgain(side), again.at, 'up'), settled: 'up' as const, covered }
    return { side: whole, next: 'steady', edited: again.at }
  }
  const stale = again?.contradicted === true ? write(side, again.at, 'down', 'after one success') : side
  const first = { ...write(stale, at, 'unknown', unconfirmed), again: { at, contradicted: false }, covered }
  return { side: first, next: at + rules.inTrouble, edited: Math.min(at, again?.at ?? at) }
}

/** A probe that began at `at` failed after `ms`, and the fault is not ours. */
export function tookDown(side: SideWatch, at: number, ms: number, error: string, rules: Rules): Taken {
  const covered = at + ms + rules.covers
  if (side.settled === 'down') {
    const { again } = side
    if (again === undefined) return { side: { ...side, covered }, next: at + rules.inTrouble }
    if (at - again.at <= rules.upAgainWithin)
      return {
        side: { ...side, covered, again: { ...again, contradicted: true } },
        next: at + rules.inTrouble,
      }
    return {
      side: { ...write(withoutAgain(side), again.at, 'down', error), covered },
      next: at + rules.inTrouble,
      edited: again.at,
    }
  }
  const { run } = side
  if (run === undefined) {
    const begun = { since: at, failures: 1, error, before: side.settled }
    const doubtful = { ...write(side, at, 'unknown', unconfirmed), run: begun, covered }
    return { side: doubtful, next: at + (rules.confirmations[0] ?? rules.every), edited: at }
  }
  const failures = run.failures + 1
  const delay = rules.confirmations[failures - 1]
  if (delay !== undefined)
    return {
      side: { ...side, run: { ...run, failures }, covered },
      next: Math.max(at + 1, run.since + delay),
    }
  const down = {
    ...write(withoutRun(side), run.since, 'down', run.error),
    settled: 'down' as const,
    covered,
  }
  return { side: down, next: at + rules.inTrouble, edited: run.since }
}
/** A sample that counts for nothing: ask again soon. */
export const tookVoid = (side: SideWatch, at: number, rules: Rules): Taken => ({
  side,
  next: at + (side.settled === 'down' ? rules.inTrouble : (rules.confirmations[0] ?? rules.every)),
})

/** It was us, or it may have been: from `since` (the first failure, the last beat before a gap) on nothing is known. */
export function doubt(
  side: SideWatch,
  since: number,
  why: string,
): { readonly side: SideWatch; readonly edited: number } {
  const from = Math.min(since, side.run?.since ?? since)
  const bare = withoutAgain(withoutRun(side))
  return { side: { ...write(bare, from, 'unknown', why), settled: 'unknown', covered: from }, edited: from }
}
