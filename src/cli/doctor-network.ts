import { getServers, Resolver } from 'node:dns/promises'
import { getDomain } from 'tldts'
import { openAccounts } from '../accounts/accounts.ts'
import type { Config } from '../config.ts'
import { probeTools } from '../desk/probe-tools.ts'
import { askReferences } from '../probe/references.ts'
import { domainOf } from '../values/email-address.ts'
import { instant } from '../values/instant.ts'
import type { EmailAddress } from '../values/names.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

/** What the desk needs of others: resolvers, its XMPP accounts, the reference services, and its own domain's records. */

const resolverOf = (servers: readonly string[]): Resolver => {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  if (servers.length > 0) resolver.setServers(servers)
  return resolver
}
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** Each by itself, with a question that any resolver can answer: the addresses of our own domain. */
export async function resolvers({ probe, address }: Config): Promise<Finding[]> {
  const servers = probe.resolvers.length > 0 ? probe.resolvers : getServers()
  if (servers.length === 0)
    return [
      fail(
        'resolvers',
        'None is configured and the system names none. Set probe.resolvers: ["127.0.0.1:53"].',
      ),
    ]
  return Promise.all(
    servers.map(async (server): Promise<Finding> => {
      const began = performance.now()
      try {
        await resolverOf([server]).resolve4(domainOf(address))
      } catch (error) {
        const code = codeOf(error)
        if (code !== 'ENODATA' && code !== 'ENOTFOUND')
          return fail('resolver', `${server} ${reasonOf(code)}. Mend it, or take it out of probe.resolvers.`)
      }
      return ok('resolver', `${server} answers in ${(performance.now() - began).toFixed(0)} ms`)
    }),
  )
}
const reasonOf = (code: string): string =>
  ({
    ETIMEOUT: 'does not answer',
    ECONNREFUSED: 'is not there',
    EREFUSED: 'refuses to answer us (it must resolve for this machine)',
    ESERVFAIL: 'fails (SERVFAIL)',
  })[code] ?? `answers with ${code}`

/** One by one, so that each is named. */
export async function accounts(config: Config): Promise<Finding[]> {
  if (config.accounts.length === 0)
    return [
      warn(
        'xmpp accounts',
        'None, so nobody asks services over federation. Register one on each of two servers that are not yours and name them in xmpp.accounts.',
      ),
    ]
  const found = await Promise.all(
    config.accounts.map(async (account): Promise<Finding> => {
      const one = openAccounts([account], {
        resolvers: config.probe.resolvers,
        extraRoots: config.probe.extraRoots,
        timeoutMs: 10_000,
      })
      try {
        await one.connect()
        const [trouble] = one.trouble()
        if (trouble === undefined) return ok('xmpp account', `${account.jid} is logged in`)
        return fail('xmpp account', `${account.jid}: ${trouble.says}. ${remedy(trouble.says)}`)
      } finally {
        await one.close()
      }
    }),
  )
  if (config.accounts.length === 1)
    found.push(
      warn(
        'xmpp accounts',
        'One only: when it cannot reach a service, nobody knows whose trouble it is. Add one on another server.',
      ),
    )
  return found
}
const remedy = (says: string): string =>
  /not-authorized|login/i.test(says)
    ? 'Check its password file.'
    : /certificate/i.test(says)
      ? 'If its server has an authority of its own, name it in probe.certificateAuthorities.'
      : 'Check its host and port, or leave both out so that DNS is asked.'

/** Without one that answers, no service fails for what may be our own network. */
export async function references(config: Config): Promise<Finding[]> {
  const names = config.probe.references
  if (names.length === 0)
    return [
      warn(
        'references',
        'None: when our own network is down, services look down. Name three well-run ones in probe.references.',
      ),
    ]
  const tools = probeTools(config, () => instant(Date.now()))
  const found = await Promise.all(
    names.map(async (name): Promise<Finding> => {
      const { answered } = await askReferences({ ...tools, references: [name] }, AbortSignal.timeout(12_000))
      return answered === 1
        ? ok('reference', `${name} answers`)
        : warn('reference', `${name} does not answer. If that stays so, name another in probe.references.`)
    }),
  )
  return found.some((one) => one.result === 'ok')
    ? found
    : [
        ...found,
        fail(
          'references',
          'None answers: either this machine has no way out (ports 5222, 5223, 5269), or all were ill chosen.',
        ),
      ]
}

/** RFC 7208, 6376 and 7489: what others look at before they take our letters. */
export async function ownDomain(config: Config, selector: string | undefined): Promise<Finding[]> {
  const domain = domainOf(config.address)
  const resolver = resolverOf(config.probe.resolvers)
  const texts = async (name: string): Promise<readonly string[] | { readonly trouble: string }> => {
    try {
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
    } catch (error) {
      const code = codeOf(error)
      return code === 'ENODATA' || code === 'ENOTFOUND'
        ? []
        : { trouble: `${name}: the resolver ${reasonOf(code)}` }
    }
  }
  const [spf, dkim, dmarc] = await Promise.all([
    texts(domain),
    selector === undefined ? undefined : texts(`${selector}._domainkey.${domain}`),
    dmarcOf(domain, texts),
  ])
  return [spfOf(domain, spf), dkimOf(config.address, selector, dkim), dmarc]
}
type Texts = readonly string[] | { readonly trouble: string }
const troubled = (about: string, found: { readonly trouble: string }): Finding =>
  warn(about, `${found.trouble}. Ask again later.`)
function spfOf(domain: string, found: Texts): Finding {
  if ('trouble' in found) return troubled('spf', found)
  const records = found.filter((one) => /^v=spf1(\s|$)/i.test(one))
  const [record = ''] = records
  if (records.length === 0)
    return warn(
      'spf',
      `${domain} has no SPF record, so many refuse its letters. Add the TXT record: ${domain}. "v=spf1 mx -all" (or what your provider names).`,
    )
  if (records.length > 1)
    return fail('spf', `${domain} has ${records.length} SPF records, which counts as an error. Leave one.`)
  if (/(^|\s)\+?all$/i.test(record))
    return fail('spf', `"${record}" lets everybody send as ${domain}. End it with -all.`)
  return ok('spf', `"${record}"`)
}
function dkimOf(address: EmailAddress, selector: string | undefined, found: Texts | undefined): Finding {
  if (selector === undefined || found === undefined)
    return warn(
      'dkim',
      `Your mail server’s selector is not known. "vouch doctor --send ${address}" finds it out; or name it with --selector.`,
    )
  if ('trouble' in found) return troubled('dkim', found)
  const name = `${selector}._domainkey.${domainOf(address)}`
  const record = found.find((one) => /(^|;)\s*p=/.test(one))
  if (record === undefined)
    return fail(
      'dkim',
      `There is no key at ${name}. Publish there the TXT record that your mail server (OpenDKIM, rspamd, the provider) names.`,
    )
  return /(^|;)\s*p=\s*(;|$)/.test(record)
    ? fail(
        'dkim',
        `The key at ${name} is revoked (p= is empty). Publish the one your mail server signs with.`,
      )
    : ok('dkim', `there is a key at ${name}`)
}
/** RFC 7489 §6.6.3: of the domain, else of the organisational domain above it. */
async function dmarcOf(domain: string, texts: (name: string) => Promise<Texts>): Promise<Finding> {
  const above = getDomain(domain, { allowPrivateDomains: false })
  for (const name of new Set([domain, above ?? domain])) {
    const found = await texts(`_dmarc.${name}`)
    if ('trouble' in found) return troubled('dmarc', found)
    const record = found.find((one) => /^v=DMARC1\s*;/i.test(one))
    if (record !== undefined) return ok('dmarc', `"${record}" at _dmarc.${name}`)
  }
  return warn(
    'dmarc',
    `${domain} has no DMARC record, so others may forge its letters. Add the TXT record: _dmarc.${domain}. "v=DMARC1; p=quarantine; adkim=s"`,
  )
}
