import type { DomainName } from '../values/names.ts'
import { instant, millis } from '../values/instant.ts'
import { openLedger, type Side } from '../uptime/ledger.ts'
import type { Rules } from '../uptime/rules.ts'
import type { Sample } from '../uptime/sample.ts'
import { tookDown, tookUp, tookVoid } from '../uptime/side.ts'
import { compact } from '../uptime/folding.ts'
import { massRule } from './mass.ts'
import type { Clock, LedgerFiles, Lag, Liveness, MonitorEvent, ProbeOnce, Timers } from './ports.ts'
import type { References } from './references.ts'
import { agenda, nextTurn, phaseOf } from './schedule.ts'
import { apply, forget, lapse, resume, type Watched } from './watched.ts'

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
export type Engine = {
  /** The whole list of services to watch: new ones begin, missing ones end. */
  watch(domains: readonly DomainName[]): Promise<void>
  /** No more probes; everything known so far to disk. */
  stop(): Promise<void>
}
const clocksDisagree = 2000
const loopWasLate = 250
const inFlightAtMost = 800

/** One side of one service on the agenda. An entry whose `due` has moved is passed over. */
type Slot = {
  readonly watched: Watched
  readonly side: Side
  readonly key: string
  readonly origin: number
  due: number
  turn: number
  gone: boolean
  soon: boolean
}

export function startEngine(rules: Rules, ports: EnginePorts): Engine {
  const { clock, timers } = ports
  const list = new Map<DomainName, { readonly watched: Watched; readonly slots: readonly Slot[] }>()
  const due = agenda<{ readonly slot: Slot; readonly due: number }>()
  const mass = massRule(rules.sameRound, rules.every / 60)
  const counts = { samples: 0, void: 0, late: 0, soon: 0, joined: 0, inFlight: 0 }
  let massNow = false
  let trouble: string | undefined
  let stopped = false
  let timer: unknown
  let alive = { wall: clock.wall(), mono: clock.mono() }
  let brokeAt = -Infinity // samples begun before this moment say nothing
  let flushing = Promise.resolve()

  /** Called whenever we run: were we stopped, suspended, or has somebody set the clock? Then the time between is unknown. */
  const lookAtClocks = () => {
    const now = { wall: clock.wall(), mono: clock.mono() }
    const passed = now.mono - alive.mono
    const stepped = Math.abs(now.wall - alive.wall - passed) > clocksDisagree
    if (stepped || passed > rules.covers + rules.beat) {
      brokeAt = now.mono
      const since = Math.min(alive.wall, now.wall)
      for (const { watched } of list.values())
        forget(watched, ['c2s', 's2s'], since, stepped ? 'clock stepped' : 'monitor not running', ports.say)
    }
    alive = now
  }
  const plan = (slot: Slot, at: number, soon = false) => {
    if (slot.soon !== soon) counts.soon += soon ? 1 : -1
    slot.soon = soon
    slot.due = at
    due.add(at, { slot, due: at })
  }
  const steady = (slot: Slot) => plan(slot, nextTurn(slot.origin, rules.every, slot.key, clock.mono()))
  const arm = () => {
    if (timer !== undefined) timers.clear(timer)
    const next = due.next()
    timer =
      stopped || next === undefined
        ? undefined
        : timers.set(tick, Math.max(0, Math.min(next - clock.mono(), rules.beat)))
  }
  const tick = () => {
    timer = undefined
    lookAtClocks()
    const now = clock.mono()
    for (let one = due.take(now); one !== undefined; one = due.take(now)) {
      const { slot } = one
      if (slot.gone || slot.due !== one.due) continue
      counts.late = Math.max(counts.late, now - one.due)
      if (counts.inFlight < inFlightAtMost) void attempt(slot)
      else plan(slot, now + rules.every / 10)
    }
    arm()
  }

  async function attempt(slot: Slot): Promise<void> {
    const begun = { wall: clock.wall(), mono: clock.mono() }
    const { watched, side } = slot
    const inDoubt = watched.sides[side].run !== undefined
    const answer = inDoubt ? ports.references.during(begun.mono) : undefined // in the same moment as the confirmation
    counts.inFlight += 1
    let seen: Liveness
    try {
      seen = await ports.probe(watched.domain, side, slot.turn, rules.timeout)
    } catch (error) {
      seen = {
        side,
        endpoint: '',
        outcome: 'ours',
        error: error instanceof Error ? error.message : String(error),
      }
    }
    counts.inFlight -= 1
    slot.turn += 1
    const ended = { wall: clock.wall(), mono: clock.mono() }
    const ours = ourFault(begun, ended)
    if (ours === undefined && seen.outcome === 'down') {
      mass.failed(watched.domain, begun.wall)
      const lenient = watched.sides[side].settled === 'down' ? rules.beat : 0
      const answered = await (answer ?? ports.references.during(begun.mono - lenient))
      if (!answered) seen = { ...seen, outcome: 'ours', error: 'references do not answer' }
    }
    if (slot.gone) return
    lookAtClocks()
    const broken = begun.mono <= brokeAt ? 'monitor not running' : ours
    settle(
      slot,
      begun.wall,
      broken === undefined ? seen : { ...seen, outcome: 'ours', error: broken },
      ended.mono - begun.mono,
    )
    arm()
  }
  function ourFault(
    begun: { wall: number; mono: number },
    ended: { wall: number; mono: number },
  ): string | undefined {
    if (Math.abs(ended.wall - begun.wall - (ended.mono - begun.mono)) > clocksDisagree)
      return 'clocks disagree'
    return ports.lag.worst(begun.mono) > loopWasLate ? 'our loop was late' : undefined
  }

  function settle(slot: Slot, at: number, seen: Liveness, ms: number): void {
    const { watched, side } = slot
    lapse(watched, at, rules, ports.say)
    tellSample(watched, at, seen, ms)
    const before = watched.sides[side]
    if (seen.outcome === 'ours') {
      if (seen.error === 'references do not answer' && before.settled !== 'down')
        forget(watched, [side], at, seen.error, ports.say)
      return again(slot, tookVoid(watched.sides[side], at, rules).next)
    }
    if (seen.outcome === 'up') {
      const taken = tookUp(before, at, rules)
      apply(watched, side, taken, ports.say)
      const other = watched.sides[side === 'c2s' ? 's2s' : 'c2s']
      if (other.run === undefined && other.settled !== 'down') mass.answered(watched.domain, at)
      return again(slot, taken.next)
    }
    const taken = tookDown(before, at, seen.error ?? 'failed', rules)
    apply(watched, side, taken, ports.say)
    if (before.settled !== 'down' && taken.side.settled === 'down')
      suspectOurselves(before.run?.since ?? at, at)
    return again(slot, taken.next)
  }
  /** A down was just written. If most failed with it, it is taken back, and so are those written before it became plain. */
  function suspectOurselves(since: number, now: number): void {
    const together = mass.together(since, now)
    massNow = together.length > 0
    for (const name of together) {
      const watched = list.get(name as DomainName)?.watched
      if (watched === undefined) continue
      for (const side of ['c2s', 's2s'] as const) {
        const began = watched.sides[side].recent.findLast((change) => change.to === 'down')?.at
        if (
          watched.sides[side].settled === 'down' &&
          began !== undefined &&
          Math.abs(began - since) <= rules.sameRound
        )
          forget(watched, [side], began, 'most services failed at once', ports.say)
      }
    }
  }
  /** A few services in trouble are looked at more often; when it is everybody, the fault is elsewhere and so is the use. */
  function again(slot: Slot, next: number | 'steady'): void {
    const { run } = slot.watched.sides[slot.side]
    const crowd = counts.soon > Math.max(50, list.size / 5)
    if (next === 'steady' || (crowd && run === undefined)) steady(slot)
    else plan(slot, Math.max(clock.mono() + 1, clock.mono() + next - clock.wall()), true)
  }
  function tellSample(watched: Watched, at: number, seen: Liveness, ms: number): void {
    counts.samples += 1
    if (seen.outcome === 'ours') counts.void += 1
    const sample: Sample = {
      ...seen,
      domain: watched.domain,
      vantage: ports.vantage,
      at: instant(at),
      ms: Math.round(ms),
    }
    ports.say({ kind: 'sample', sample })
    const ends = seen.certificateEnds
    if (ends === undefined || ends === watched.certificateEnds) return
    watched.certificateEnds = ends
    ports.say({ kind: 'certificate', domain: watched.domain, ends })
  }

  /** Ledgers first, then the heartbeat: what the heartbeat covers is on disk. A failure leaves the old heartbeat, so the time is unknown. */
  async function flush(): Promise<void> {
    const now = clock.wall()
    try {
      for (const { watched } of list.values()) {
        if (!watched.dirty) continue
        watched.dirty = false
        try {
          watched.ledger = compact(watched.ledger, instant(now))
          await ports.files.put(watched.ledger)
        } catch (error) {
          watched.dirty = true
          throw error
        }
      }
      await ports.files.beat(instant(now))
      trouble = undefined
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error)
    }
  }
  const pulse = () => {
    lookAtClocks()
    for (const { watched } of list.values()) lapse(watched, alive.wall, rules, ports.say)
    flushing = flushing.then(flush).then(() => {
      tellHealth()
      if (!stopped) pulseTimer = timers.set(pulse, rules.beat)
    })
  }
  let pulseTimer: unknown = timers.set(pulse, rules.beat)
  function tellHealth(): void {
    const states = [...list.values()].map(({ watched }) => [
      watched.sides.c2s.settled,
      watched.sides.s2s.settled,
    ])
    const share = ports.cpu?.()
    ports.say({
      kind: 'health',
      health: {
        at: instant(clock.wall()),
        services: list.size,
        down: states.filter((sides) => sides.includes('down')).length,
        unknown: states.filter((sides) => sides.includes('unknown') && !sides.includes('down')).length,
        samples: counts.samples,
        void: counts.void,
        worstLateMs: Math.round(counts.late),
        references: ports.references.last(),
        mass: massNow,
        ...(share !== undefined && { cpuShare: share }),
        ...(trouble !== undefined && { trouble }),
      },
    })
    Object.assign(counts, { samples: 0, void: 0, late: 0 })
    massNow = false
  }

  async function join(domain: DomainName, beat: number | undefined, spread: number): Promise<void> {
    const now = clock.wall()
    const watched = resume((await ports.files.get(domain)) ?? openLedger(domain, instant(now)), now, beat)
    watched.dirty = true
    const phase = phaseOf(counts.joined)
    counts.joined += 1
    const slots = (['c2s', 's2s'] as const).map((side, i): Slot => {
      const origin = clock.mono() + ((phase + i / 2) % 1) * rules.every
      return { watched, side, key: `${domain}/${side}`, origin, due: 0, turn: 0, gone: false, soon: false }
    })
    list.set(domain, { watched, slots })
    for (const slot of slots)
      plan(slot, clock.mono() + phase * spread + (slot.side === 's2s' ? spread / 2 : 0))
  }
  function leave(domain: DomainName): Promise<void> {
    const one = list.get(domain)
    if (one === undefined) return Promise.resolve()
    for (const slot of one.slots) {
      slot.gone = true
      if (slot.soon) counts.soon -= 1
    }
    forget(one.watched, ['c2s', 's2s'], clock.wall(), 'no longer watched', ports.say)
    list.delete(domain)
    mass.forget(domain)
    return ports.files.put(one.watched.ledger)
  }

  return {
    async watch(domains) {
      const wanted = new Set(domains)
      const beat = await ports.files.heartbeat()
      for (const domain of [...list.keys()].filter((one) => !wanted.has(one))) await leave(domain)
      const fresh = [...wanted].filter((one) => !list.has(one))
      const spread = Math.min(rules.every, fresh.length * 10)
      for (const domain of fresh) {
        try {
          await join(domain, beat === undefined ? undefined : millis(beat), spread)
        } catch (error) {
          trouble = error instanceof Error ? error.message : String(error)
        }
      }
      arm()
    },
    async stop() {
      stopped = true
      timers.clear(pulseTimer)
      if (timer !== undefined) timers.clear(timer)
      for (const { slots } of list.values()) for (const slot of slots) slot.gone = true
      await flushing
      await flush()
    },
  }
}
