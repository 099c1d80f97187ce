import type { DomainName } from '../values/names.ts'
import { domainOf } from '../values/email-address.ts'
import { days, hours, millis, parseMailDate, type Instant } from '../values/instant.ts'
import type { Authenticate, Authenticity, DkimResult, Header, OpenedMail } from './message.ts'
import type { From } from './mailboxes.ts'
import { getDomain } from 'tldts'
import { first, repeated } from './headers.ts'

const no = (why: string): Authenticity => ({ proven: false, why })

/**
 * Whether this one mail is from whom its From field says. Stricter than DMARC, which let an appended line, a rewritten
 * Subject and a year-old signature pass: From, Subject and Date signed, the whole body, by the author's own domain, at
 * most 7 days ago. Reply-To never has authority.
 */
export function authenticity(mail: OpenedMail, from: From, how: Authenticate): Authenticity {
  if ('odd' in from) return no(from.odd)
  const twice = repeated(mail.headers)
  if (twice !== undefined) return no(`more than one ${twice} field`)
  if (!mail.parsersAgree) return no('two mail parsers read this header differently')
  const domain = domainOf(from.address) as DomainName
  switch (how.with) {
    case 'none':
      return { proven: true, domain, why: 'authentication is switched off' }
    case 'dkim':
      return byDkim(mail, domain)
    case 'header':
      return byHeader(mail.headers, how.server, domain)
  }
}

function byDkim(mail: OpenedMail, domain: DomainName): Authenticity {
  if (mail.signatures.length === 0) return no('no DKIM signature')
  const dated = parseMailDate(first(mail.headers, 'date') ?? '')
  const verdicts = mail.signatures.map((signature) => ({
    signature,
    against: against(signature, domain, mail.receivedAt, dated),
  }))
  const good = verdicts.find(({ against }) => against === undefined)
  if (good !== undefined) return { proven: true, domain, why: `DKIM signature of ${good.signature.domain}` }
  // The nearest miss tells most: a signature of the author's own domain before any other.
  const nearest = verdicts.find(({ signature }) => aligned(signature.domain, domain)) ?? verdicts[0]
  return no(nearest?.against ?? 'no DKIM signature')
}
function against(
  signature: DkimResult,
  domain: DomainName,
  receivedAt: Instant,
  dated: Instant | undefined,
): string | undefined {
  if (!aligned(signature.domain, domain))
    return `the DKIM signature is of ${signature.domain}, not of ${domain}`
  if (signature.result === 'temporary')
    return `the DKIM key of ${signature.domain} could not be looked up just now`
  if (signature.result === 'none') return `${signature.domain} publishes no such DKIM key`
  if (signature.result === 'fail') return `the DKIM signature of ${signature.domain} is not valid`
  const unsigned = ['from', 'subject', 'date'].find((name) => !signature.signedHeaders.includes(name))
  if (unsigned !== undefined) return `the DKIM signature does not cover ${unsigned}`
  if (!signature.wholeBody) return 'the DKIM signature does not cover the whole body'
  const signedAt = signature.signedAt ?? dated
  if (signedAt === undefined) return 'the DKIM signature has no date'
  const age = millis(receivedAt) - millis(signedAt)
  if (age > days(7)) return 'the DKIM signature is older than 7 days'
  return age + hours(24) < 0 ? 'the DKIM signature is from the future' : undefined
}
/** The author's domain itself or one above it in the same hands; a sub-domain does not speak for its parent. */
function aligned(signer: string, domain: string): boolean {
  if (signer === domain) return true
  return (
    domain.endsWith(`.${signer}`) &&
    getDomain(domain, { allowPrivateDomains: true }) === getDomain(signer, { allowPrivateDomains: true }) &&
    getDomain(signer, { allowPrivateDomains: true }) !== null
  )
}

type Result = {
  readonly method: string
  readonly result: string
  readonly properties: ReadonlyMap<string, string>
}
/** RFC 8601: only what the trusted server wrote, and of that only the topmost group: below it anyone could have written its name. */
function byHeader(headers: readonly Header[], server: string, domain: DomainName): Authenticity {
  const own = headers.map(([name, value]) => (name === 'authentication-results' ? results(value) : undefined))
  const start = own.findIndex((one) => one?.server === server.toLowerCase())
  if (start === -1) return no(`no Authentication-Results of ${server}`)
  const rest = own.slice(start)
  const end = rest.findIndex((one) => one?.server !== server.toLowerCase())
  const all = rest.slice(0, end === -1 ? rest.length : end).flatMap((one) => one?.results ?? [])
  const of = (method: string) => all.filter((one) => one.method === method)
  if (of('dmarc').some(({ result }) => result === 'fail' || result === 'permerror'))
    return no(`${server} says dmarc=fail`)
  const dmarc = of('dmarc').some(
    ({ result, properties }) => result === 'pass' && properties.get('header.from') === domain,
  )
  const dkim = of('dkim').some(({ result, properties }) => {
    const signer = properties.get('header.d') ?? properties.get('header.i')?.replace(/^.*@/, '')
    return result === 'pass' && signer !== undefined && aligned(signer, domain)
  })
  if (dmarc || dkim) return { proven: true, domain, why: `${server} says ${dmarc ? 'dmarc' : 'dkim'}=pass` }
  const said = all.map(({ method, result }) => `${method}=${result}`).slice(0, 4)
  return no(
    said.length === 0
      ? `${server} gives no result`
      : `${server} says ${said.join(', ')}, nothing that proves ${domain}`,
  )
}
function results(
  value: string,
): { readonly server: string; readonly results: readonly Result[] } | undefined {
  if (value.length > 10_000 || /[\u0000-\u0008\u000b-\u001f]/.test(value)) return undefined
  let plain = value
  for (let round = 0; round < 5 && /\([^()]*\)/.test(plain); round++)
    plain = plain.replaceAll(/\((?:[^()\\]|\\.)*\)/g, ' ')
  if (/[()]/.test(plain)) return undefined
  const [head = '', ...parts] = plain.split(';')
  const [, server] = /^\s*"?([a-z0-9._-]+)"?(?:\s+\d+)?\s*$/i.exec(head) ?? []
  if (server === undefined) return undefined
  const read = parts.flatMap((part): Result[] => {
    const [, method, result, rest = ''] =
      /^\s*([a-z][a-z0-9-]*)(?:\s*\/\s*\d+)?\s*=\s*([a-z]+)(?=\s|$)(.*)$/is.exec(part) ?? []
    if (method === undefined || result === undefined) return []
    const pairs = [...rest.matchAll(/(?<![^\s])([a-z]+\.[a-z-]+)\s*=\s*("[^"]*"|[^\s;"]+)(?![^\s])/gi)].map(
      ([, name = '', text = '']) => [name.toLowerCase(), text.replaceAll('"', '').toLowerCase()] as const,
    )
    // The same property twice in one result: whoever wrote that wants two readings.
    if (new Set(pairs.map(([name]) => name)).size < pairs.length) return []
    return [{ method: method.toLowerCase(), result: result.toLowerCase(), properties: new Map(pairs) }]
  })
  return { server: server.toLowerCase(), results: read }
}
