import type { Side } from '../../../src/uptime/ledger.ts'
import type { Truth } from './fake-world.ts'

// How others turn probes of the same network into a percentage, by their published rules (read in their sources, 2026).
// Each is given the whole probe and one monitor for each side; the worse of the two counts.

export type Seen = {
  readonly probe: () => Truth
  readonly from: number
  readonly to: number
  readonly running: (wall: number) => boolean
  readonly ourLine: (wall: number) => boolean
  readonly maintenance: (wall: number) => boolean
}
type Beat = { readonly at: number; readonly up: boolean }

const minute = 60_000
const worse = (of: (side: Side) => number) => Math.min(of('c2s'), of('s2s'))
const share = (beats: readonly Beat[]) =>
  beats.length === 0 ? 0 : beats.filter((one) => one.up).length / beats.length

/** Successful probes by all probes, one a minute. */
export const plainRatio = (the: Seen): number =>
  worse((side) => {
    const beats: Beat[] = []
    const probe = the.probe()
    for (let at = the.from; at < the.to; at += minute)
      if (the.running(at)) beats.push({ at, up: probe('', side, at, 0).outcome === 'up' })
    return share(beats)
  })

/**
 * Uptime Kuma (server/uptime-calculator.js, server/model/monitor.js): beats are counted, not time; a failing beat is
 * PENDING until the retries are used up, PENDING counts as DOWN; beats of a maintenance are left out. Two retries
 * after 15 s here, as gentle as our own confirmations.
 */
export const uptimeKuma = (the: Seen): number =>
  worse((side) => {
    const beats: Beat[] = []
    const probe = the.probe()
    let retries = 0
    for (let at = the.from; at < the.to;) {
      if (!the.running(at)) {
        at += minute
        continue
      }
      const up = probe('', side, at, 0).outcome === 'up'
      if (!the.maintenance(at)) beats.push({ at, up })
      retries = up ? 0 : retries + 1
      at += !up && retries <= 2 ? 15_000 : minute
    }
    return share(beats)
  })

/**
 * Gatus (storage/store/memory/uptime.go, watchdog/endpoint.go): executions are counted by the hour; nothing is
 * executed while its one connectivity target does not answer; a maintenance mutes alerts but its failures count.
 */
export const gatus = (the: Seen): number =>
  worse((side) => {
    const beats: Beat[] = []
    const probe = the.probe()
    for (let at = the.from; at < the.to; at += minute) {
      if (!the.running(at) || !the.ourLine(at)) continue
      beats.push({ at, up: probe('', side, at, 0).outcome === 'up' })
    }
    return share(beats)
  })
