import { instant } from '../values/instant.ts'
import { compact } from '../uptime/folding.ts'
import type { Health } from './ports.ts'
import type { Round } from './round.ts'

const atOnce = 8

/**
 * Ledgers first, then the heartbeat: what a heartbeat covers is on disk. When a file cannot be written the heartbeat
 * stays where it was, so that the time after it is unknown to everybody who reads; the next beat tries again.
 */
export async function flush(round: Round): Promise<void> {
  const { files, clock } = round.ports
  const at = instant(clock.wall())
  const watched = [...round.list.values()].map((one) => one.watched)
  const dirty = [...watched, ...round.left.values()].filter((one) => one.dirty)
  try {
    for (let i = 0; i < dirty.length; i += atOnce) {
      const written = await Promise.allSettled(
        dirty.slice(i, i + atOnce).map(async (watched) => {
          watched.dirty = false
          watched.ledger = compact(watched.ledger, at)
          try {
            await files.put(watched.ledger)
          } catch (error) {
            watched.dirty = true
            throw error
          }
        }),
      )
      for (const one of written) if (one.status === 'rejected') throw one.reason
    }
    for (const one of dirty)
      if (round.left.get(one.domain) === one && !one.dirty) round.left.delete(one.domain)
    await files.beat(at)
    round.trouble = undefined
  } catch (error) {
    round.trouble = error instanceof Error ? error.message : String(error)
  }
}

/** Counts since the last telling, and how things stand. */
export function takeHealth(round: Round): Health {
  const { counts, ports, list } = round
  const states = [...list.values()].map(({ watched }) => [
    watched.sides.c2s.settled,
    watched.sides.s2s.settled,
  ])
  const share = ports.cpu?.()
  const trouble = round.trouble ?? [...round.unreadable.values()][0]
  const health: Health = {
    at: instant(ports.clock.wall()),
    services: list.size,
    down: states.filter((sides) => sides.includes('down')).length,
    unknown: states.filter((sides) => sides.includes('unknown') && !sides.includes('down')).length,
    samples: counts.samples,
    void: counts.void,
    worstLateMs: Math.round(counts.late),
    references: ports.references.last(),
    mass: round.massNow,
    ...(share !== undefined && { cpuShare: share }),
    ...(trouble !== undefined && { trouble }),
  }
  Object.assign(counts, { samples: 0, void: 0, late: 0 })
  round.massNow = false
  return health
}
