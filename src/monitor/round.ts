import type { DomainName } from '../values/names.ts'
import type { Side } from '../uptime/ledger.ts'
import type { Rules } from '../uptime/rules.ts'
import { massRule, type Mass } from './mass.ts'
import type { Clock, Lag, LedgerFiles, MonitorEvent, ProbeOnce, Timers } from './ports.ts'
import type { References } from './references.ts'
import { agenda, nextTurn, type Agenda } from './schedule.ts'
import type { Watched } from './watched.ts'

export type EnginePorts = {
  readonly clock: Clock
  readonly timers: Timers
  readonly lag: Lag
  readonly probe: ProbeOnce
  readonly references: References
  readonly files: LedgerFiles
  readonly vantage: string
  readonly say: (event: MonitorEvent) => void
  readonly cpu?: () => number // share of one core since the last asking
}
/** One side of one service on the agenda. An agenda entry whose moment is not `due` any more is passed over. */
export type Slot = {
  readonly watched: Watched
  readonly side: Side
  readonly key: string
  readonly origin: number // monotonic moment of turn 0
  due: number
  turn: number
  gone: boolean
  soon: boolean // before its regular turn
}
export type Moment = { readonly wall: number; readonly mono: number }
/** What the engine knows while it runs. Mutable, one to an engine; the functions of this room share it. */
export type Round = {
  readonly rules: Rules
  readonly ports: EnginePorts
  readonly list: Map<DomainName, { readonly watched: Watched; readonly slots: readonly Slot[] }>
  readonly left: Map<DomainName, Watched> // watched no longer, their end not yet on disk
  readonly due: Agenda<{ readonly slot: Slot; readonly due: number }>
  readonly mass: Mass
  readonly counts: {
    samples: number
    void: number
    late: number
    soon: number
    joined: number
    inFlight: number
  }
  massNow: boolean
  trouble: string | undefined
  readonly unreadable: Map<DomainName, string> // ledgers that cannot be read are not watched
  alive: Moment // when we last ran
  brokeAt: number // monotonic; samples begun before it say nothing
  woken: boolean // from a stop or a sleep, and nothing was probed since
  timer: unknown
  stopped: boolean
}
export const newRound = (rules: Rules, ports: EnginePorts): Round => ({
  rules,
  ports,
  list: new Map(),
  left: new Map(),
  due: agenda(),
  mass: massRule(rules.sameRound, rules.every / 60),
  counts: { samples: 0, void: 0, late: 0, soon: 0, joined: 0, inFlight: 0 },
  massNow: false,
  trouble: undefined,
  unreadable: new Map(),
  alive: now(ports.clock),
  brokeAt: -Infinity,
  woken: false,
  timer: undefined,
  stopped: false,
})
export const now = (clock: Clock): Moment => ({ wall: clock.wall(), mono: clock.mono() })

export function plan(round: Round, slot: Slot, at: number, soon = false): void {
  if (slot.soon !== soon) round.counts.soon += soon ? 1 : -1
  slot.soon = soon
  slot.due = at
  round.due.add(at, { slot, due: at })
}
/**
 * A few services in trouble are looked at more often; when it is a crowd, the fault is elsewhere and the looking would
 * only add to it. Confirmations, of failures and of successes, are never put off.
 */
export function planNext(round: Round, slot: Slot, next: number | 'steady'): void {
  const { rules, counts, ports } = round
  const { run, again } = slot.watched.sides[slot.side]
  const putOff = run === undefined && again === undefined && counts.soon > crowd(round)
  const present = now(ports.clock)
  if (next === 'steady' || putOff)
    plan(round, slot, nextTurn(slot.origin, rules.every, slot.key, present.mono))
  else plan(round, slot, present.mono + Math.max(1, next - present.wall), true)
}
/** As many as make twenty probes a second, and a fifth of the regular ones, on top. */
const crowd = ({ rules, list }: Round): number =>
  Math.max(4, (20 / 1000 + (2 * list.size * 0.2) / rules.every) * rules.inTrouble)
