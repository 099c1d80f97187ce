import type { DomainName } from '../../../src/values/names.ts'
import { instant, millis, type Instant } from '../../../src/values/instant.ts'
import type { Ledger, Side } from '../../../src/uptime/ledger.ts'
import { rulesFor, type Rules } from '../../../src/uptime/rules.ts'
import { startEngine, type Engine } from '../../../src/monitor/engine.ts'
import type { Clock, LedgerFiles, MonitorEvent, ProbeOnce, Timers } from '../../../src/monitor/ports.ts'
import { referenceRounds, type Reference } from '../../../src/monitor/references.ts'
import { agenda } from '../../../src/monitor/schedule.ts'

export const start = millis('2026-11-01T00:00:00.000Z' as Instant)

/** A clock and its timers that move only when told; between two timers everything that was awaited has settled. */
export function fakeTime(wallAt = start) {
  const due = agenda<{ run: () => void; gone: boolean }>()
  let mono = 0
  let offset = wallAt
  const clock: Clock = { wall: () => offset + mono, mono: () => mono }
  const timers: Timers = {
    set(run, ms) {
      const one = { run, gone: false }
      due.add(mono + ms, one)
      return one
    },
    clear(handle) {
      if (handle !== undefined) (handle as { gone: boolean }).gone = true
    },
  }
  const settle = async () => {
    for (let i = 0; i < 12; i += 1) await Promise.resolve()
  }
  return {
    clock,
    timers,
    stepWall: (by: number) => void (offset += by),
    /** Both clocks go on while nothing runs: SIGSTOP. */
    stall: (ms: number) => void (mono += ms),
    async run(ms: number) {
      const until = mono + ms
      await settle()
      for (let next = due.next(); next !== undefined && next <= until; next = due.next()) {
        mono = Math.max(mono, next)
        const one = due.take(mono)
        if (one === undefined || one.gone) continue
        one.run()
        await settle()
      }
      mono = Math.max(mono, until)
      await settle()
    },
    wait: (ms: number) => new Promise<void>((resolve) => void timers.set(resolve, ms)),
  }
}
export type FakeTime = ReturnType<typeof fakeTime>

/** Files that remember what was durable, and can be told to refuse. */
export function fakeFiles(): LedgerFiles & {
  readonly kept: Map<string, Ledger>
  beatAt: Instant | undefined
  full: boolean
  writes: number
} {
  const kept = new Map<string, Ledger>()
  const files = {
    kept,
    beatAt: undefined as Instant | undefined,
    full: false,
    writes: 0,
    domains: async () => [...kept.keys()] as DomainName[],
    get: async (domain: DomainName) => kept.get(domain),
    async put(ledger: Ledger) {
      if (files.full) throw new Error('uptime/a.example.json: no space left on device')
      files.writes += 1
      kept.set(ledger.domain, ledger)
    },
    heartbeat: async () => files.beatAt,
    async beat(at: Instant) {
      if (files.full) throw new Error('uptime/heartbeat.json: no space left on device')
      files.beatAt = at
    },
  }
  return files
}

/** The truth: may this probe, begun now, succeed? And how long does it take. */
export type Truth = (
  domain: string,
  side: Side,
  wall: number,
  turn: number,
) => { readonly outcome: 'up' | 'down' | 'ours'; readonly ms: number; readonly ends?: Instant }

export type World = ReturnType<typeof fakeWorld>
export function fakeWorld(
  truth: Truth,
  options: {
    readonly every?: number
    readonly references?: readonly (() => boolean)[]
    readonly lag?: (since: number) => number
    readonly time?: FakeTime
    readonly files?: ReturnType<typeof fakeFiles>
  } = {},
) {
  const time = options.time ?? fakeTime()
  const files = options.files ?? fakeFiles()
  const rules: Rules = rulesFor(options.every ?? 60_000)
  const events: MonitorEvent[] = []
  const probe: ProbeOnce = async (domain, side, turn) => {
    const { outcome, ms, ends } = truth(domain, side, time.clock.wall(), turn)
    await time.wait(ms)
    return {
      side,
      endpoint: `${side} ${domain} ${turn % 2}`,
      outcome,
      ...(outcome !== 'up' && { error: 'connection refused' }),
      ...(ends !== undefined && { certificateEnds: ends }),
    }
  }
  const targets: Reference[] = (options.references ?? []).map((answers) => async () => {
    const answer = answers()
    await time.wait(answer ? 30 : 5000)
    return answer
  })
  const engine: Engine = startEngine(rules, {
    clock: time.clock,
    timers: time.timers,
    lag: { worst: options.lag ?? (() => 0) },
    probe,
    references: referenceRounds(targets, rules.inTrouble / 2, time),
    files,
    vantage: 'here',
    say: (event) => void (event.kind !== 'sample' && event.kind !== 'health' && events.push(event)),
  })
  return { time, files, rules, events, engine, ledger: (domain: string) => files.kept.get(domain) as Ledger }
}
export const need = { uptime: 0.999, coverage: 0.95 }
export const name = (text: string) => text as DomainName
export const at = (offset: number) => instant(start + offset)
