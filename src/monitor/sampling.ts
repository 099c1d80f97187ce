import type { DomainName } from '../values/names.ts'
import { instant } from '../values/instant.ts'
import type { Sample } from '../uptime/sample.ts'
import { tookDown, tookUp, tookVoid } from '../uptime/side.ts'
import { clocksDisagree, lookAtClocks } from './clocks.ts'
import type { Liveness } from './ports.ts'
import { now, planNext, type Moment, type Round, type Slot } from './round.ts'
import { apply, forget, lapse, type Watched } from './watched.ts'

const loopWasLate = 250
const wordsKept = 80 // of an error: a stranger may have chosen them, and they are on disk for a year
const noReferences = 'references do not answer'

/** One probe of one side, judged whether it counts, and what follows from it. Never rejects. */
export async function attempt(round: Round, slot: Slot): Promise<void> {
  const begun = now(round.ports.clock)
  const { watched, side } = slot
  watched.asking.set(side, begun.wall)
  const { seen, ms } = await takeSample(round, slot, begun)
  if (!slot.gone && !round.stopped) settle(round, slot, begun.wall, seen, ms)
  watched.asking.delete(side)
}
async function takeSample(
  round: Round,
  slot: Slot,
  begun: Moment,
): Promise<{ readonly seen: Liveness; readonly ms: number }> {
  const { ports, rules } = round
  const { watched, side } = slot
  // A confirmation and its references are asked in the same moment: a line of ours that comes back between them proves nothing.
  const answer = watched.sides[side].run !== undefined ? ports.references.during(begun.mono) : undefined
  round.counts.inFlight += 1
  const seen = await probeOnce(round, slot)
  round.counts.inFlight -= 1
  slot.turn += 1
  const ended = now(ports.clock)
  const fault = ourFault(round, seen, begun, ended)
  let sample = fault === undefined ? seen : { ...seen, outcome: 'ours' as const, error: fault }
  if (sample.outcome === 'down') {
    round.mass.failed(watched.domain, begun.wall)
    const lenient = watched.sides[side].settled === 'down' ? rules.beat : 0
    const answered = await (answer ?? ports.references.during(begun.mono - lenient))
    if (!answered) sample = { ...seen, outcome: 'ours', error: noReferences }
  }
  if (!slot.gone && !round.stopped) lookAtClocks(round)
  if (begun.mono <= round.brokeAt) sample = { ...seen, outcome: 'ours', error: 'monitor not running' }
  return { seen: sample, ms: Math.round(ended.mono - begun.mono) }
}
/** The probe has a deadline of its own; should it ever hang, the slot must not. */
async function probeOnce(round: Round, slot: Slot): Promise<Liveness> {
  const { ports, rules } = round
  const { watched, side, turn } = slot
  const failed = (why: string): Liveness => ({ side, endpoint: '', outcome: 'ours', error: why })
  let timer: unknown
  const hung = new Promise<Liveness>((resolve) => {
    timer = ports.timers.set(() => resolve(failed('the probe did not end')), rules.timeout * 2)
  })
  try {
    return await Promise.race([ports.probe(watched.domain, side, turn, rules.timeout), hung])
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  } finally {
    ports.timers.clear(timer)
  }
}
/** An answer is an answer however late our loop was; a failure then may be ours. */
function ourFault(round: Round, seen: Liveness, begun: Moment, ended: Moment): string | undefined {
  if (Math.abs(ended.wall - begun.wall - (ended.mono - begun.mono)) > clocksDisagree) return 'clocks disagree'
  if (seen.outcome !== 'down') return undefined
  return round.ports.lag.worst(begun.mono) > loopWasLate ? 'our event loop was late' : undefined
}

function settle(round: Round, slot: Slot, at: number, seen: Liveness, ms: number): void {
  const { rules, ports } = round
  const { watched, side } = slot
  lapse(watched, at, ports.say)
  tell(round, watched, at, seen, ms)
  const before = watched.sides[side]
  if (watched.inMass) {
    watched.inMass = seen.outcome !== 'up' && round.mass.together(watched.domain, at).size > 0
    if (watched.inMass) {
      round.massNow = true
      planNext(round, slot, 'steady')
      return
    }
  }
  if (seen.outcome === 'ours') {
    if (seen.error === noReferences && before.settled !== 'down')
      forget(watched, [side], at, noReferences, ports.say)
    planNext(round, slot, tookVoid(watched.sides[side], at, rules).next)
    return
  }
  const taken =
    seen.outcome === 'up'
      ? tookUp(before, at, ms, rules)
      : tookDown(before, at, ms, (seen.error ?? 'failed').slice(0, wordsKept), rules)
  apply(watched, side, taken, ports.say)
  if (seen.outcome === 'up') {
    const other = watched.sides[side === 'c2s' ? 's2s' : 'c2s']
    if (other.run === undefined && other.settled !== 'down') round.mass.answered(watched.domain, at)
  } else if (before.settled !== 'down' && taken.side.settled === 'down')
    suspectOurselves(round, watched.domain, before.run?.since ?? at, at)
  planNext(round, slot, taken.next)
}
/** A down was just written. If most failed with it, it is taken back, and so are those written before that was plain. */
function suspectOurselves(round: Round, domain: DomainName, since: number, at: number): void {
  const { rules, list, ports } = round
  const together = round.mass.together(domain, at)
  if (together.size > 0) round.massNow = true
  for (const name of together) {
    const watched = list.get(name as DomainName)?.watched
    if (watched === undefined) continue
    watched.inMass = true
    for (const side of ['c2s', 's2s'] as const) {
      const { settled, recent, run } = watched.sides[side]
      const began =
        run?.since ?? (settled === 'down' ? recent.findLast((change) => change.to === 'down')?.at : undefined)
      if (began !== undefined && Math.abs(began - since) <= rules.sameRound)
        forget(watched, [side], began, 'most services failed at once', ports.say)
    }
  }
}
function tell(round: Round, watched: Watched, at: number, seen: Liveness, ms: number): void {
  const { ports, counts } = round
  const { domain } = watched
  counts.samples += 1
  if (seen.outcome === 'ours') counts.void += 1
  const sample: Sample = { ...seen, domain, vantage: ports.vantage, at: instant(at), ms }
  ports.say({ kind: 'sample', sample })
  const { certificateEnds: ends, endpoint } = seen
  const before = watched.certificates.get(endpoint)
  if (ends === undefined || before === ends) return
  if (watched.certificates.size > 32) watched.certificates.clear()
  watched.certificates.set(endpoint, ends)
  if (before !== undefined) ports.say({ kind: 'certificate', domain, ends })
}
