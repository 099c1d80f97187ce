import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Maxmind from 'maxmind'
import type { Accounts } from '../accounts/accounts.ts'
import type { Config } from '../config.ts'
import type { ProbeTools } from '../probe/tools.ts'
import { domainOf } from '../values/email-address.ts'
import { parseDomainName } from '../values/domain-name.ts'
import { seconds, type Duration, type Instant } from '../values/instant.ts'
import type { CountryCode } from '../values/names.ts'

/** What the probe needs, from the config. `timeout`: of one whole check. */
export function probeTools(
  config: Config,
  now: () => Instant,
  {
    timeout = seconds(60),
    accounts,
  }: { readonly timeout?: Duration; readonly accounts?: Accounts | undefined } = {},
): ProbeTools {
  const account = config.accounts[0]
  // Servers answer improper-addressing to a stream without a `from` of a real domain.
  const from = parseDomainName(domainOf(account?.jid ?? (config.embedded ? '' : config.address)))
  return {
    resolvers: config.probe.resolvers,
    extraRoots: config.probe.extraRoots,
    allow: config.probe.allow,
    references: config.probe.references,
    ...(config.probe.source !== undefined && { source: config.probe.source }),
    ...(from !== undefined && { from }),
    timeout,
    now,
    country: countryOf,
    ...(accounts && { accounts: { ask: accounts.ask } }),
  }
}

/** Our own accounts, connected when they are first needed; undefined when none is configured. */
export async function accountsOf(config: Config): Promise<Accounts | undefined> {
  if (config.accounts.length === 0) return undefined
  const { openAccounts } = await import('../accounts/accounts.ts')
  return openAccounts(config.accounts, {
    resolvers: config.probe.resolvers,
    extraRoots: config.probe.extraRoots,
  })
}

const load = createRequire(import.meta.url)
let table: Maxmind.Reader<Maxmind.Response> | undefined
/** The offline country table (CC0, whois and BGP data), read when the first one asks. */
export function countryTable(): Maxmind.Reader<Maxmind.Response> {
  const { Reader } = load('maxmind') as typeof Maxmind
  return (table ??= new Reader(
    readFileSync(load.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb')),
  ))
}
function countryOf(address: string): CountryCode | undefined {
  const code = (countryTable().get(address) as { readonly country_code?: string } | null)?.country_code
  return code !== undefined && /^[A-Z]{2}$/.test(code) ? (code as CountryCode) : undefined
}
