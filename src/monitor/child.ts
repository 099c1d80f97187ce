import type { DomainName } from '../values/names.ts'
import { rulesFor, type Rules } from '../uptime/rules.ts'
import { startEngine, type Engine } from './engine.ts'
import { watchLoop } from './loop-lag.ts'
import type { FromMonitor, MonitorConfig, ToMonitor } from './messages.ts'
import type { LedgerFiles, MonitorEvent, ProbeOnce } from './ports.ts'
import { referenceRounds } from './references.ts'

/**
 * What the program puts in: the durable files, the real probe and the one for references (live-probe.ts). Rejects when
 * they cannot be had.
 */
export type Compose = (
  config: MonitorConfig,
  rules: Rules,
) => Promise<{ readonly files: LedgerFiles; readonly probe: ProbeOnce; readonly reference: ProbeOnce }>

/**
 * The monitor's own process: waits for `configure` and `watch`, watches, and ends with `stop` or when the desk is gone.
 * A desk that is gone may already have a successor with a monitor of its own, so nothing is written after that.
 */
export function runMonitor(compose: Compose): void {
  const parent = process.ppid
  const send = (message: FromMonitor) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => {}) // the desk may be gone just now
  }
  const fail = (error: unknown) => {
    send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    setTimeout(() => process.exit(1), 50)
  }
  let engine: Promise<Engine> | undefined
  let asked: readonly DomainName[] = []
  let turn = Promise.resolve()
  setInterval(() => send({ kind: 'alive' }), 1000).unref()
  process.on('disconnect', () => process.exit(0))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {}) // the desk ends us, in its own time
  process.on('message', (message: ToMonitor) => {
    turn = turn.then(() => obey(message)).catch(fail)
  })

  async function obey(message: ToMonitor): Promise<void> {
    if (message.kind === 'configure') {
      engine = open(message.config)
      await engine
    } else if (message.kind === 'watch') {
      asked = message.domains
      await (await engine)?.watch(asked)
    } else {
      await (await engine)?.stop()
      send({ kind: 'stopped' })
      setTimeout(() => process.exit(0), 20)
    }
  }
  async function open(config: MonitorConfig): Promise<Engine> {
    const rules = rulesFor(config.probeEvery)
    const { files, probe, reference } = await compose(config, rules)
    const clock = { wall: () => Date.now(), mono: () => performance.now() }
    const timers = {
      set: (run: () => void, ms: number): unknown => setTimeout(run, ms),
      clear: (handle: unknown) => clearTimeout(handle as NodeJS.Timeout),
    }
    const targets = config.references.map((domain, i) => async () => {
      const seen = await reference(domain as DomainName, 'c2s', i, rules.timeout)
      return seen.outcome === 'up'
    })
    const say = (event: MonitorEvent) => {
      if (event.kind !== 'sample' || config.samples === true || event.sample.outcome !== 'up') send(event)
    }
    return startEngine(rules, {
      clock,
      timers,
      lag: watchLoop(),
      probe,
      references: referenceRounds(targets, rules.inTrouble / 2, { clock, timers }),
      files: onlyWhile(() => process.ppid === parent, files),
      vantage: config.vantage ?? 'here',
      say,
      cpu: cpuShare(),
    })
  }
}
/** A process that was stopped, and whose desk has been replaced meanwhile, must not write when it wakes up. */
function onlyWhile(ours: () => boolean, files: LedgerFiles): LedgerFiles {
  const check = () => {
    if (!ours()) process.exit(0)
  }
  return {
    domains: () => files.domains(),
    get: (domain) => files.get(domain),
    heartbeat: () => files.heartbeat(),
    put: (ledger) => (check(), files.put(ledger)),
    beat: (at) => (check(), files.beat(at)),
  }
}
function cpuShare(): () => number {
  let last = { cpu: process.cpuUsage(), at: performance.now() }
  return () => {
    const used = process.cpuUsage(last.cpu)
    const now = performance.now()
    const share = (used.user + used.system) / 1000 / Math.max(1, now - last.at)
    last = { cpu: process.cpuUsage(), at: now }
    return Math.round(share * 1000) / 1000
  }
}
