import type { DomainName } from '../values/names.ts'
import { instant, millis, type Instant } from '../values/instant.ts'
import { addBlip, record, stateNow, type Ledger, type Side } from '../uptime/ledger.ts'
import { doubt, expire, newSide, type SideWatch, type Taken } from '../uptime/side.ts'
import { recordWorse } from '../uptime/worse.ts'
import type { MonitorEvent, OutageNews } from './ports.ts'

/** One service under watch: its ledger and, in memory only, what each side last showed. Mutable; the engine owns it. */
export type Watched = {
  readonly domain: DomainName
  ledger: Ledger
  sides: Record<Side, SideWatch>
  dirty: boolean
  inMass: boolean // failed with most others: no confirmations until they are back
  readonly asking: Map<Side, number> // when the probe began that is under way
  told?: OutageNews
  readonly certificates: Map<string, Instant> // by endpoint
}
type Say = (event: MonitorEvent) => void

/** From what is on disk; the time since the last heartbeat is unknown. `now`, `beat`: milliseconds since the epoch. */
export function resume(ledger: Ledger, now: number, beat: number | undefined): Watched {
  const lastSeen = Math.min(now, beat ?? millis(ledger.changes.at(-1)?.at ?? ledger.began))
  const booked =
    stateNow(ledger) === 'unknown'
      ? ledger
      : record(ledger, instant(lastSeen), 'unknown', { why: 'monitor not running' })
  const side = newSide(lastSeen, 'not yet watched')
  const told = lastOutage(ledger) // told before; its end may not have been
  return {
    domain: ledger.domain,
    ledger: booked,
    sides: { c2s: side, s2s: side },
    dirty: booked !== ledger,
    inMass: false,
    asking: new Map(),
    certificates: new Map(),
    ...(told && { told }),
  }
}

/** A sample was taken: the side moves on, the ledger follows, whoever listens hears. */
export function apply(watched: Watched, side: Side, taken: Taken, say: Say): void {
  watched.sides = { ...watched.sides, [side]: taken.side }
  if (taken.blip !== undefined) {
    watched.ledger = addBlip(watched.ledger, instant(taken.blip.at), taken.blip.why)
    watched.dirty = true
  }
  if (taken.edited !== undefined) rewrite(watched, taken.edited, say)
}
/** Time has passed without a sample. */
export function lapse(watched: Watched, now: number, say: Say): void {
  for (const side of ['c2s', 's2s'] as const) {
    const gone = expire(watched.sides[side], Math.min(now, watched.asking.get(side) ?? now))
    if (gone.side === watched.sides[side]) continue
    watched.sides = { ...watched.sides, [side]: gone.side }
    if (gone.edited !== undefined) rewrite(watched, gone.edited, say)
  }
}
/** From `since` on nothing is known of these sides. */
export function forget(watched: Watched, sides: readonly Side[], since: number, why: string, say: Say): void {
  let earliest = since
  for (const side of sides) {
    const gone = doubt(watched.sides[side], since, why)
    watched.sides = { ...watched.sides, [side]: gone.side }
    earliest = Math.min(earliest, gone.edited)
  }
  rewrite(watched, earliest, say)
}

function rewrite(watched: Watched, since: number, say: Say): void {
  const before = watched.ledger
  watched.ledger = recordWorse(before, watched.sides, since)
  watched.dirty ||= watched.ledger !== before
  const change = watched.ledger.changes.at(-1)
  if (change !== undefined && stateNow(before) !== change.to)
    say({ kind: 'change', domain: watched.domain, change })
  tellOutage(watched, say)
}
/** Outages are told when they are settled, and taken back when they turn out to have been ours. */
function tellOutage(watched: Watched, say: Say): void {
  const sides = [watched.sides.c2s, watched.sides.s2s]
  if (sides.some((side) => side.run !== undefined || side.again !== undefined)) return
  const { told } = watched
  const now = lastOutage(watched.ledger)
  if (told !== undefined && told.ended === undefined && told.began !== now?.began) {
    say({ kind: 'outage', outage: { ...told, retracted: true } })
    delete watched.told
  }
  if (now === undefined || (now.began === told?.began && now.ended === told.ended)) return
  watched.told = now
  say({ kind: 'outage', outage: now })
}
function lastOutage(ledger: Ledger): OutageNews | undefined {
  const i = ledger.changes.findLastIndex((change) => change.to === 'down')
  const down = ledger.changes[i]
  const end = ledger.changes[i + 1]
  return down === undefined
    ? undefined
    : {
        domain: ledger.domain,
        began: down.at,
        ...(end && { ended: end.at }),
        side: down.side ?? 'c2s',
        why: down.why ?? '',
      }
}
