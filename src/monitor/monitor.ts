import { fork, type ChildProcess } from 'node:child_process'
import type { DomainName } from '../values/names.ts'
import type { FromMonitor, MonitorConfig, ToMonitor } from './messages.ts'
import type { MonitorEvent } from './ports.ts'

/** The desk's handle on its monitor. Trouble of the process itself: `on('trouble', …)`; it is started again by itself. */
export type Monitor = {
  /** The whole list of services to watch; told again to a monitor that had to be restarted. */
  watch(domains: readonly DomainName[]): void
  on<K extends MonitorEvent['kind']>(kind: K, hear: (event: Extract<MonitorEvent, { kind: K }>) => void): void
  onTrouble(hear: (message: string) => void): void
  /** Resolves when everything known is on disk and the process is gone, within ten seconds. */
  stop(): Promise<void>
  pid(): number | undefined
}
const firstWait = 100
/**
 * Little lives long here, and V8 lets what is dead grow to four times that before it looks (276 MB of 10,000 probes a
 * minute). Looking at twice that holds 161 MB, for 0 to 8 % more CPU; a fixed limit could end the process.
 */
export const monitorFlags = ['--max-semi-space-size=8', '--heap-growing-percent=100']
const longestWait = 30_000

/** `program`: the file that calls `runMonitor`. A monitor that dies, or says nothing for a while, is replaced; the gap is unknown time. */
export function startMonitor(the: {
  readonly program: string
  readonly config: MonitorConfig
  readonly patience?: number // ms without a word; it says something every second
}): Monitor {
  const patience = the.patience ?? 15_000
  const hearers: ((event: MonitorEvent) => void)[] = []
  const troubles: ((message: string) => void)[] = []

  let domains: readonly DomainName[] | undefined
  let child: ChildProcess | undefined
  let wait = firstWait
  let stopping = false
  let retry: NodeJS.Timeout | undefined
  let watchdog: NodeJS.Timeout | undefined

  const tell = (message: ToMonitor) => {
    if (child?.connected === true) child.send(message, () => {}) // a child that is just dying: its exit is told below
  }
  const alive = (one: ChildProcess) => {
    clearTimeout(watchdog)
    watchdog = setTimeout(() => {
      say(`the monitor said nothing for ${patience} ms and is replaced`)
      one.kill('SIGKILL')
    }, patience)
  }
  const say = (message: string) => troubles.forEach((hear) => hear(message))
  const heard = (message: FromMonitor) => {
    if (message.kind === 'alive' || message.kind === 'stopped') return
    if (message.kind === 'failed') {
      say(message.message)
      return
    }
    if (message.kind === 'health') wait = firstWait
    for (const hear of hearers) hear(message)
  }
  const start = () => {
    const one = fork(the.program, [], {
      execArgv: monitorFlags,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child = one
    alive(one)
    one.on('message', (message: FromMonitor) => {
      alive(one)
      heard(message)
    })
    one.on('error', (error) => say(error.message))
    one.on('exit', (code, signal) => {
      clearTimeout(watchdog)
      child = undefined
      if (stopping) return
      say(`the monitor ended (${signal ?? code}); it is started again in ${wait} ms`)
      retry = setTimeout(start, wait)
      wait = Math.min(wait * 2, longestWait)
    })
    tell({ kind: 'configure', config: the.config })
    if (domains !== undefined) tell({ kind: 'watch', domains })
  }
  start()

  return {
    watch(list) {
      domains = list
      tell({ kind: 'watch', domains })
    },
    on(kind, hear) {
      hearers.push((event) => {
        if (event.kind === kind) hear(event as Parameters<typeof hear>[0])
      })
    },
    onTrouble: (hear) => void troubles.push(hear),
    async stop() {
      stopping = true
      clearTimeout(retry)
      const last = child
      if (last === undefined) return
      const gone = new Promise<void>((resolve) => last.once('exit', () => resolve()))
      tell({ kind: 'stop' })
      const late = setTimeout(() => last.kill('SIGKILL'), 10_000)
      await gone
      clearTimeout(late)
      clearTimeout(watchdog)
    },
    pid: () => child?.pid,
  }
}
