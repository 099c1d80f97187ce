import { join } from 'node:path'
import { Low } from 'lowdb'
import type { DomainName } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Ledger } from '../uptime/ledger.ts'
import {
  DurableFile,
  ensureFolder,
  namesIn,
  readJson,
  removeDurably,
  sweepTemporary,
} from './durable-file.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { LedgerStore } from './ports.ts'
import { stampOf } from './stamp.ts'
import { wrongHeartbeat, wrongLedger } from './shape.ts'

type Heartbeat = { readonly version: 1; readonly at: Instant }
export type Ledgers = LedgerStore & {
  domains(): Promise<DomainName[]>
  remove(domain: DomainName): Promise<void>
}
/** data/uptime/. The writer (the monitor's process) passes `sweep`; everybody else only reads. */
export async function openLedgers(
  data: string,
  options: { readonly sweep: boolean } = { sweep: false },
): Promise<Ledgers> {
  const folder = join(data, 'uptime')
  await ensureFolder(folder)
  if (options.sweep) await sweepTemporary(folder)
  const alone = oneAtATime()
  const path = (domain: DomainName): string => {
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain))
      throw new Error(`${JSON.stringify(domain)} is no domain name`)
    return join(folder, `${domain}.json`)
  }
  const beatPath = join(folder, 'heartbeat.json') // a domain has two labels, so no ledger is called so
  return {
    get: (domain) =>
      Promise.resolve().then(() => readJson(path(domain), wrongLedger(domain)) as Ledger | undefined),
    stamp: (domain) => stampOf(path(domain)),
    put: (ledger) =>
      alone(ledger.domain, () =>
        new Low<Ledger>(new DurableFile(path(ledger.domain), wrongLedger(ledger.domain)), ledger).write(),
      ),
    heartbeat: () =>
      Promise.resolve().then(() => (readJson(beatPath, wrongHeartbeat()) as Heartbeat | undefined)?.at),
    beat: (at) =>
      alone('', () =>
        new Low<Heartbeat>(new DurableFile(beatPath, wrongHeartbeat()), { version: 1, at }).write(),
      ),
    domains: async () =>
      (await namesIn(folder)).flatMap((name) =>
        name.startsWith('.') || !name.endsWith('.json') || name === 'heartbeat.json'
          ? []
          : [name.slice(0, -5) as DomainName],
      ),
    remove: (domain) => alone(domain, () => removeDurably(path(domain))),
  }
}
