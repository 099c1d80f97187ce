import type { DomainName } from '../values/names.ts'
import type { MonitorEvent } from './ports.ts'

/** What the desk tells its monitor at the start: plain JSON, over the IPC channel, never through the environment. */
export type MonitorConfig = {
  readonly data: string // the folder that holds uptime/
  readonly probeEvery: number // ms
  readonly references: readonly string[] // domains probed in the same way; empty: none
  readonly vantage?: string // where we look from; `here` when not given
  readonly samples?: boolean // every sample to the desk, not only those that are not up
  /** For the probe: what `vouch.json` says under `probe`. */
  readonly probe: {
    readonly resolvers: readonly string[]
    readonly extraRoots: string // PEM; '' for none
    readonly allow: readonly string[]
  }
}
export type ToMonitor =
  | { readonly kind: 'configure'; readonly config: MonitorConfig }
  | { readonly kind: 'watch'; readonly domains: readonly DomainName[] }
  | { readonly kind: 'stop' }
export type FromMonitor =
  | MonitorEvent
  | { readonly kind: 'alive' } // every second, however long the disk takes
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string }
