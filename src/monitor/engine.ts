import type { DomainName } from '../values/names.ts'
import { instant, millis, type Instant } from '../values/instant.ts'
import { openLedger, stateNow } from '../uptime/ledger.ts'
import type { Rules } from '../uptime/rules.ts'
import { lookAtClocks } from './clocks.ts'
import { flush, takeHealth } from './keeping.ts'
import { newRound, plan, type EnginePorts, type Round, type Slot } from './round.ts'
import { attempt } from './sampling.ts'
import { phaseOf } from './schedule.ts'
import { forget, lapse, resume } from './watched.ts'

export type Engine = {
  /** The whole list of services to watch: new ones begin, missing ones end. Troubles with a file are told as health. */
  watch(domains: readonly DomainName[]): Promise<void>
  /** No more probes; everything known so far to disk. */
  stop(): Promise<void>
}
const inFlightAtMost = 800

/** Probes, decides and keeps. Clock, timers, probe, references and files are parameters: a month runs in a second. */
export function startEngine(rules: Rules, ports: EnginePorts): Engine {
  const round = newRound(rules, ports)
  const { timers } = ports
  let flushing = Promise.resolve()
  let first = true
  let pulseTimer: unknown
  const pulse = () => {
    lookAtClocks(round)
    for (const { watched } of round.list.values()) lapse(watched, round.alive.wall, ports.say)
    flushing = flushing
      .then(() => flush(round))
      .then(() => {
        ports.say({ kind: 'health', health: takeHealth(round) })
        if (!round.stopped) pulseTimer = timers.set(pulse, rules.beat)
      })
  }
  pulseTimer = timers.set(pulse, rules.beat)
  return {
    async watch(domains) {
      const [wanted, beat] = [new Set(domains), await ports.files.heartbeat()]
      if (first) await endOthers(round, wanted, beat)
      first = false
      await change(round, wanted, beat)
      arm(round)
    },
    async stop() {
      round.stopped = true
      timers.clear(pulseTimer)
      timers.clear(round.timer)
      await flushing
      await flush(round)
    },
  }
}

function arm(round: Round): void {
  const { ports, rules } = round
  const next = round.due.next()
  ports.timers.clear(round.timer)
  if (round.stopped || next === undefined) return
  const wait = Math.max(0, Math.min(next - ports.clock.mono(), rules.beat))
  round.timer = ports.timers.set(() => tick(round), wait)
}
function tick(round: Round): void {
  lookAtClocks(round)
  const { counts, due, rules } = round
  const { mono } = round.alive
  const ready: Slot[] = []
  for (let one = due.take(mono); one !== undefined; one = due.take(mono)) {
    if (one.slot.gone || one.slot.due !== one.due) continue
    counts.late = Math.max(counts.late, mono - one.due)
    ready.push(one.slot)
  }
  const apart = round.woken ? Math.min(5, rules.every / ready.length) : 0 // after a stop everybody is due at once
  round.woken = false
  ready.forEach((slot, i) => {
    if (apart > 0 && i > 0) plan(round, slot, mono + i * apart)
    else if (counts.inFlight < inFlightAtMost) void attempt(round, slot).then(() => arm(round))
    else plan(round, slot, mono + rules.every / 10)
  })
  arm(round)
}

async function change(
  round: Round,
  wanted: ReadonlySet<DomainName>,
  beat: Instant | undefined,
): Promise<void> {
  const fresh = [...wanted].filter((domain) => !round.list.has(domain))
  const gone = [...round.list.keys()].filter((domain) => !wanted.has(domain))
  const spread = Math.min(round.rules.every, fresh.length * 10) // the first look soon, yet not all at once
  round.unreadable.clear()
  const complain = (domain: DomainName) => (error: unknown) =>
    void round.unreadable.set(domain, error instanceof Error ? error.message : String(error))
  for (const domain of gone) leave(round, domain)
  for (const domain of fresh) await join(round, domain, beat, spread).catch(complain(domain))
}
async function join(
  round: Round,
  domain: DomainName,
  beat: Instant | undefined,
  spread: number,
): Promise<void> {
  const { ports, rules, list, counts } = round
  const left = round.left.get(domain)
  const before = left?.ledger ?? (await ports.files.get(domain))
  round.left.delete(domain)
  const wall = ports.clock.wall()
  const mono = ports.clock.mono()
  const watched = resume(
    before ?? openLedger(domain, instant(wall)),
    wall,
    beat === undefined ? undefined : millis(beat),
  )
  if (left !== undefined) watched.dirty = true
  const phase = phaseOf(counts.joined)
  counts.joined += 1
  const slots = (['c2s', 's2s'] as const).map((side, i): Slot => {
    const origin = mono + ((phase + i / 2) % 1) * rules.every // the two sides half an interval apart
    return { watched, side, key: `${domain}/${side}`, origin, due: 0, turn: 0, gone: false, soon: false }
  })
  list.set(domain, { watched, slots })
  for (const slot of slots) plan(round, slot, mono + ((phase + (slot.side === 's2s' ? 0.5 : 0)) % 1) * spread)
}
/** Its end is written with the next beat, or the one after: until it is, the heartbeat stays where it was. */
function leave(round: Round, domain: DomainName): void {
  const { list, ports, counts, mass, left } = round
  const one = list.get(domain)
  if (one === undefined) return
  for (const slot of one.slots) {
    slot.gone = true
    if (slot.soon) counts.soon -= 1
  }
  forget(one.watched, ['c2s', 's2s'], ports.clock.wall(), 'no longer watched', ports.say)
  list.delete(domain)
  mass.forget(domain)
  left.set(domain, one.watched)
}
/**
 * Ledgers whose watching nobody ended, because the monitor was killed before it was written: with a heartbeat that goes
 * on, "up" there would go on for ever. They end where we last ran.
 */
async function endOthers(
  round: Round,
  wanted: ReadonlySet<DomainName>,
  beat: Instant | undefined,
): Promise<void> {
  const { files, clock } = round.ports
  for (const domain of await files.domains()) {
    if (wanted.has(domain)) continue
    const ledger = await files.get(domain).catch(() => undefined) // named when somebody wants to watch it
    if (ledger === undefined || stateNow(ledger) === 'unknown') continue
    const watched = resume(ledger, clock.wall(), beat === undefined ? undefined : millis(beat))
    round.left.set(domain, watched)
  }
}
