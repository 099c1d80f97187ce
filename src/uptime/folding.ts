import { instant, millis, type Instant } from '../values/instant.ts'
import type { Blip, Change, Folded, Ledger, Window } from './ledger.ts'
import { isFolded, isMixed, spans, stateOf } from './spans.ts'

const hour = 3_600_000
const day = 24 * hour
/** Single changes are kept so long, and no more than so many: then come sums by the hour for two days, and by the day. */
const keepChanges = 365 * day
const keepHours = 2 * day
const changesAtMost = 160
const blipsAtMost = 100

/**
 * Keeps a ledger small whatever the service does: a month of a flapping one stays under 64 KB. Folding loses where in
 * the hour or day an outage lay, never how long it was. The same object back: nothing was due. `now`: the present.
 */
export function compact(ledger: Ledger, now: Instant): Ledger {
  const { changes } = ledger
  const old = millis(now) - keepChanges
  const first = changes[1]
  const dueByAge = first !== undefined && millis(first.at) < old - day
  const next =
    changes.length > changesAtMost
      ? foldUntil(
          ledger,
          floor(millis((changes[changes.length - Math.round(changesAtMost / 2)] as Change).at), hour),
          hour,
        )
      : dueByAge
        ? foldUntil(ledger, floor(old, day), day)
        : ledger
  const coarse = coarser(next, floor(millis(now) - keepHours, day))
  return coarse.blips.length > blipsAtMost ? { ...coarse, blips: fewerBlips(coarse.blips) } : coarse
}
const floor = (ms: number, unit: number) => Math.floor(ms / unit) * unit

/** Everything before `until` (a whole hour or day) becomes sums per unit; the state then is the first change left. */
function foldUntil(ledger: Ledger, until: number, unit: number): Ledger {
  const from = millis(ledger.folded?.at(-1)?.to ?? ledger.began)
  if (until <= from) return ledger
  const at = instant(until)
  const last = ledger.changes.findLast((change) => change.at <= at)
  const rest = ledger.changes.filter((change) => change.at > at)
  const folded = merged([...(ledger.folded ?? []), ...sumsBetween(ledger, from, until, unit)])
  return {
    ...ledger,
    folded,
    changes: last === undefined || last.to === 'unknown' ? rest : [{ ...last, at }, ...rest],
  }
}
function sumsBetween(ledger: Ledger, from: number, until: number, unit: number): Folded[] {
  const out: Folded[] = []
  for (let begin = from; begin < until;) {
    const end = Math.min(floor(begin, unit) + unit, until)
    const window: Window = { from: instant(begin), to: instant(end) }
    const sum = { upMs: 0, downMs: 0, unknownMs: 0, outages: 0 }
    for (const span of spans({ ...ledger, folded: [] }, window, window.to)) {
      if (isFolded(span)) continue
      sum[`${span.state}Ms`] += span.to - span.from
      if (span.state === 'down' && (span.from > begin || out.at(-1)?.downMs === 0)) sum.outages += 1
    }
    out.push({ ...window, ...sum })
    begin = end
  }
  return out
}
/** Neighbours that are one state throughout, and the same one, become one stretch: a quiet year is one line. */
function merged(list: readonly Folded[]): Folded[] {
  const out: Folded[] = []
  for (const one of list) {
    const last = out.at(-1)
    const alike =
      last !== undefined &&
      last.to === one.from &&
      !isMixed(last) &&
      !isMixed(one) &&
      stateOf(last) === stateOf(one)
    if (alike) out[out.length - 1] = sum(last, one)
    else out.push(one)
  }
  return out
}
const sum = (a: Folded, b: Folded): Folded => ({
  from: a.from,
  to: b.to,
  upMs: a.upMs + b.upMs,
  downMs: a.downMs + b.downMs,
  unknownMs: a.unknownMs + b.unknownMs,
  outages: a.outages + b.outages,
})
/** Mixed hours that ended before `until` become days. */
function coarser(ledger: Ledger, until: number): Ledger {
  const { folded } = ledger
  const wild = (one: Folded) =>
    isMixed(one) && millis(one.to) <= until && millis(one.to) - millis(one.from) <= hour
  if (folded === undefined || !folded.some(wild)) return ledger
  const out: Folded[] = []
  for (const one of folded) {
    const last = out.at(-1)
    const sameDay =
      last !== undefined && last.to === one.from && one.from.slice(0, 10) === last.from.slice(0, 10)
    if (
      sameDay &&
      millis(one.to) <= until &&
      millis(one.to) - millis(last.from) <= day &&
      (isMixed(one) || isMixed(last))
    )
      out[out.length - 1] = sum(last, one)
    else out.push(one)
  }
  return out.length === folded.length ? ledger : { ...ledger, folded: merged(out) }
}
/** All but the newest forty become one line a day, with how many they were. */
function fewerBlips(blips: readonly Blip[]): Blip[] {
  const keep = 40
  const out: Blip[] = []
  for (const one of blips.slice(0, -keep)) {
    const last = out.at(-1)
    if (last !== undefined && last.at.slice(0, 10) === one.at.slice(0, 10))
      out[out.length - 1] = { ...last, times: (last.times ?? 1) + (one.times ?? 1) }
    else out.push(one)
  }
  return [...out, ...blips.slice(-keep)]
}
