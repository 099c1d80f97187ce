import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Resolver } from 'node:dns/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, startDaemon } from './mail-daemon.ts'

/** Records in zone file form by name, all names absolute without the final dot: `{ 'im.example': ['A 127.0.0.1'] }`. */
export type Records = { readonly [name: string]: readonly string[] }
export type Knot = { readonly address: string; stop(): Promise<void> }

/** Why there is no such test here; undefined when there can be one. */
export const noKnot = (): string | undefined =>
  existsSync('/usr/sbin/knotd') ? undefined : 'knot is not installed'

/** Knot as authoritative server for everything under the given top level domains; a real one tells NXDOMAIN from NODATA. */
export async function startKnot(
  zones: readonly string[],
  records: Records,
  at?: number, // the port, where somebody must know it before
): Promise<Knot> {
  const dir = mkdtempSync(join(tmpdir(), 'vouch-knot-'))
  const port = at ?? ((await freePorts(1))[0] as number)
  for (const folder of ['run', 'db', 'zones']) mkdirSync(join(dir, folder))
  for (const zone of zones) writeFileSync(join(dir, 'zones', `${zone}.zone`), zoneFile(zone, records))
  const config = join(dir, 'knot.conf')
  writeFileSync(config, configuration(dir, port, zones))
  const resolver = new Resolver({ timeout: 200, tries: 1 })
  resolver.setServers([`127.0.0.1:${port}`])
  const daemon = await startDaemon({
    command: '/usr/sbin/knotd',
    args: ['-c', config],
    log: join(dir, 'knot.log'),
    ready: async () =>
      (await Promise.allSettled(zones.map((zone) => resolver.resolveSoa(zone)))).every(
        (answer) => answer.status === 'fulfilled',
      ),
  })
  return {
    address: `127.0.0.1:${port}`,
    stop: async () => {
      await daemon.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
function zoneFile(zone: string, records: Records): string {
  const own = Object.entries(records).filter(([name]) => name === zone || name.endsWith(`.${zone}`))
  return [
    '$TTL 1',
    `${zone}. SOA ns.${zone}. hostmaster.${zone}. 1 60 60 600 1`,
    `${zone}. NS ns.${zone}.`,
    `ns.${zone}. A 127.0.0.1`,
    ...own.flatMap(([name, list]) => list.map((record) => `${name}. ${record}`)),
    '',
  ].join('\n')
}
const configuration = (dir: string, port: number, zones: readonly string[]): string => `
server:
    rundir: "${dir}/run"
    listen: 127.0.0.1@${port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: "${dir}/db"
log:
  - target: stderr
    any: warning
template:
  - id: default
    storage: "${dir}/zones"
    file: "%s.zone"
    zonefile-sync: -1
    journal-content: none
zone:
${zones.map((zone) => `  - domain: ${zone}`).join('\n')}
`
