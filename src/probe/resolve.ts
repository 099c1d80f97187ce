import { Resolver, getServers } from 'node:dns'
import type { DnsResult, HostAnswer, SrvAnswer, SrvRecord, SrvService } from '../evidence/evidence.ts'
import { distinct } from './endpoints.ts'
import { isSpecialName, refuseAddresses, refuseName } from './guard.ts'
import type { Guard } from './guard.ts'

/** One question to servers of our choosing. Never throws; `ours`: our resolver could not be reached at all. */
export type Asked<T> = { readonly result: DnsResult; readonly records: readonly T[]; readonly ours?: string }
export type Resolve = {
  /** `surely`: that there is nothing must be the word of two resolvers, where there are two. */
  readonly srv: (name: string, surely?: boolean) => Promise<Asked<SrvRecord>>
  readonly addresses4: (name: string, surely?: boolean) => Promise<Asked<string>>
  readonly addresses6: (name: string, surely?: boolean) => Promise<Asked<string>>
  readonly alias: (name: string) => Promise<Asked<string>>
  readonly texts: (name: string) => Promise<Asked<string>> // TXT, the strings of each record joined
  readonly cancel: () => void
}
const srvTargetsAtMost = 8
const addressesAtMost = 8
const aliasesAtMost = 8

/**
 * `servers`: `ip:port`; none: those of the system. The first server's definite answer counts (also NXDOMAIN and NODATA); SERVFAIL,
 * a time-out or a dead resolver sends the question to the next. 1.5 s × 2 tries each. Asked `surely`, a name that one resolver does not
 * know is asked for at the next one too, and what that one knows counts: a record added a minute ago is still absent in some caches.
 */
export function openResolver(servers: readonly string[]): Resolve {
  const chosen = servers.length > 0 ? servers : getServers()
  const all = chosen.map((server) => {
    const resolver = new Resolver({ timeout: 1500, tries: 2 })
    resolver.setServers([server])
    return resolver
  })
  const ask = async <T>(
    how: (resolver: Resolver, done: (error: NodeJS.ErrnoException | null, records?: T[]) => void) => void,
    surely = false,
  ): Promise<Asked<T>> => {
    let nothing: Asked<T> | undefined
    let last: Asked<T> = { result: 'timed-out', records: [], ours: 'no resolver is configured' }
    for (const resolver of all) {
      last = await new Promise((resolve) => {
        try {
          how(resolver, (error, records) =>
            resolve(error === null ? answered(records ?? []) : failed(error.code ?? '')),
          )
        } catch {
          resolve({ result: 'nxdomain', records: [] }) // a name that DNS cannot carry
        }
      })
      if (last.result === 'found' || (isNothing(last.result) && !surely)) return last
      if (nothing !== undefined) break
      if (isNothing(last.result)) nothing = last
    }
    return nothing ?? last
  }
  return {
    srv: async (name, surely) => {
      const asked = await ask<SrvRecord & { name: string }>(
        (resolver, done) => resolver.resolveSrv(name, done as never),
        surely,
      )
      const records = asked.records.map(({ priority, weight, port, name: target }) => ({
        priority,
        weight,
        port,
        target: target.toLowerCase().replace(/\.$/, ''),
      }))
      const nowhere = records.length > 0 && records.every((record) => record.target === '')
      return { ...asked, result: nowhere ? 'not-offered' : asked.result, records }
    },
    addresses4: (name, surely) => ask((resolver, done) => resolver.resolve4(name, done as never), surely),
    addresses6: (name, surely) => ask((resolver, done) => resolver.resolve6(name, done as never), surely),
    alias: (name) => ask((resolver, done) => resolver.resolveCname(name, done as never)),
    texts: async (name) => {
      const asked = await ask<string[]>((resolver, done) => resolver.resolveTxt(name, done as never))
      return { ...asked, records: asked.records.map((parts) => parts.join('')) }
    },
    cancel: () => all.forEach((resolver) => resolver.cancel()),
  }
}
/** An alias that leads to no such record is an answer without records (RFC 2308 §2.2): a wildcard CNAME gives one for every name. */
const answered = <T>(records: readonly T[]): Asked<T> => ({
  result: records.length > 0 ? 'found' : 'nodata',
  records,
})
const isNothing = (result: DnsResult): boolean => result === 'nxdomain' || result === 'nodata'
function failed<T>(code: string): Asked<T> {
  switch (code) {
    case 'ENOTFOUND':
      return { result: 'nxdomain', records: [] }
    case 'ENODATA':
      return { result: 'nodata', records: [] }
    case 'ETIMEOUT':
    case 'ECANCELLED':
      return { result: 'timed-out', records: [] }
    case 'ECONNREFUSED':
      return { result: 'timed-out', records: [], ours: 'our resolver refuses connections' }
    default:
      return { result: 'servfail', records: [] }
  }
}

/** SRV of one service, by priority then weight; what is above the budget is counted, not kept. */
export async function lookUpService(
  service: SrvService,
  domain: string,
  dns: Resolve,
): Promise<SrvAnswer & { readonly ours?: string }> {
  const name = `${service}._tcp.${domain}`
  // Nearly every service has these two; that one has not is worth a second question.
  const { result, records, ours } = await dns.srv(name, !service.startsWith('_xmpps'))
  const sorted = [...records].sort((a, b) => a.priority - b.priority || b.weight - a.weight)
  const places = distinct(sorted, ({ target, port }) => `${target}:${port}`)
  return {
    service,
    name,
    result,
    records: places.slice(0, srvTargetsAtMost),
    cutOff: Math.max(0, places.length - srvTargetsAtMost),
    ...(ours !== undefined && { ours }),
  }
}

/** A and AAAA of one name, judged by the guard. `aliases` only when asked for (SRV targets must have none, RFC 2782). */
export async function lookUpHost(
  host: string,
  dns: Resolve,
  guard: Guard,
  withAliases: boolean,
): Promise<HostAnswer & { readonly ours?: string }> {
  const refusedName = refuseName(host, guard)
  if (refusedName !== undefined)
    return { host, result: 'nodata', addresses: [], aliases: [], refused: refusedName }
  const families = (surely: boolean) =>
    Promise.all([dns.addresses4(host, surely), dns.addresses6(host, surely)])
  const [first, aliases] = await Promise.all([families(false), withAliases ? aliasesOf(host, dns) : []])
  const [four, six] = first.every((one) => isNothing(one.result)) ? await families(true) : first
  const all = [
    ...four.records.map((address) => ({ address, family: 4 as const })),
    ...six.records.map((address) => ({ address, family: 6 as const })),
  ]
  const refused =
    refuseAddresses(
      host,
      all.map((one) => one.address),
      guard,
    ) ?? (all.length === 0 && isSpecialName(host) && guard.allow.length === 0 ? 'special-name' : undefined)
  const kept = shared(all)
  const result = all.length > 0 ? 'found' : worse(four.result, six.result)
  const ours = four.ours ?? six.ours
  return {
    host,
    result,
    addresses: kept,
    ...(all.length > kept.length && { cutOff: all.length - kept.length }),
    aliases,
    ...(refused !== undefined && { refused }),
    ...(ours !== undefined && all.length === 0 && { ours }),
  }
}
/** Both families get half of the budget, and what one leaves. */
function shared<A extends { readonly family: 4 | 6 }>(all: readonly A[]): A[] {
  const [four, six] = [4, 6].map((family) => all.filter((one) => one.family === family)) as [A[], A[]]
  const half = addressesAtMost / 2
  return [
    ...four.slice(0, Math.max(half, addressesAtMost - six.length)),
    ...six.slice(0, Math.max(half, addressesAtMost - four.length)),
  ]
}
async function aliasesOf(host: string, dns: Resolve): Promise<string[]> {
  const found: string[] = []
  for (let name = host; found.length < aliasesAtMost;) {
    const next = (await dns.alias(name)).records[0]
    if (next === undefined || found.includes(next)) break
    found.push(next)
    name = next
  }
  return found
}
/** With no address of either family: trouble outweighs absence, absence of a record outweighs absence of the name. */
function worse(a: DnsResult, b: DnsResult): DnsResult {
  const order: readonly DnsResult[] = ['servfail', 'timed-out', 'nodata', 'nxdomain']
  return order.find((result) => result === a || result === b) ?? 'nodata'
}
