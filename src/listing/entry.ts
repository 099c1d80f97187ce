import type { Coordinates, CountryCode, DomainName, Jid, WebAddress } from '../values/names.ts'
import type { Instant } from '../values/instant.ts'
import type { Policy } from '../policy/policy.ts'
import { all, approved, known, latest, type Ticket } from '../ticket/known.ts'
import { countryAt } from '../checks/places.ts'
import type { Uptime } from './month.ts'
import { cut, plain } from './text.ts'

/** Who says so: our own measurement, or the operator. */
type From = 'measured' | 'claimed'
/**
 * One listed service, as published. What the type lacks cannot leak: no telephone number, no mail address, no name of a
 * person. The administrator's JabberID is the one personal thing, and the first letter says that it is published.
 * Unknown stays out, never empty.
 */
export type Entry = {
  readonly domain: DomainName
  readonly website?: WebAddress
  readonly description: string // the domain when nothing was given: old clients crash without one
  readonly country?: CountryCode
  readonly location?: Coordinates
  readonly software?: string
  readonly certificateAuthority?: string
  readonly certificateExpires?: Instant
  readonly registration?: { readonly inBand: boolean; readonly web?: WebAddress }
  readonly features?: readonly string[]
  readonly founded?: number // year
  readonly adminJid?: Jid
  readonly listedSince: Instant
  readonly checkedAt?: Instant
  readonly sources: { readonly [field in Sourced]?: From }
  readonly uptime?: Uptime
}
export type Sourced =
  | 'country'
  | 'software'
  | 'certificateAuthority'
  | 'registration'
  | 'features'
  | 'founded'
  | 'location'
  | 'description'
  | 'website'
  | 'adminJid'

/**
 * The ticket as the list shows it: approved claims, measured values in their place. undefined: not listed. Of all in it
 * only which claims are approved depends on the moment (`approvalDue` says until when).
 */
export function entry(ticket: Ticket, policy: Policy, now: Instant, uptime?: Uptime): Entry | undefined {
  const revision = approved(ticket, policy.undoWindow, now)
  const since = listedSince(ticket)
  if (latest(ticket, 'milestone')?.to !== 'listed' || revision === undefined || since === undefined)
    return undefined
  const { claims } = known(ticket, revision)
  const checked = latest(ticket, 'checked')
  const measured = checked?.measured ?? {}
  const sources: { [field in Sourced]?: From } = {}
  function best<T>(field: Sourced, seen: T | undefined, said: T | undefined): T | undefined {
    if (seen !== undefined) sources[field] = 'measured'
    else if (said !== undefined) sources[field] = 'claimed'
    return seen ?? said
  }
  const software = best('software', text(measured.software, 100), text(claims.serverSoftware, 100))
  const country = best(
    'country',
    measured.country,
    claims.country ?? (claims.location && countryAt(claims.location)),
  )
  const certificateAuthority = best(
    'certificateAuthority',
    text(measured.issuer, 100),
    text(claims.certificateAuthority, 100),
  )
  const registration = registrationOf(best, measured.registration, claims.registration)
  const features = best('features', measured.features, undefined)
  const founded = best('founded', undefined, claims.founded)
  const location = best('location', undefined, claims.location)
  const website = best('website', undefined, web(claims.website))
  const adminJid = best('adminJid', undefined, claims['admin.jid'])
  const description = best('description', undefined, text(claims.description, 500)) ?? ticket.domain
  return {
    domain: ticket.domain,
    description,
    listedSince: since,
    sources,
    ...(website && { website }),
    ...(country && { country }),
    ...(location && { location }),
    ...(software && { software }),
    ...(certificateAuthority && { certificateAuthority }),
    ...(measured.certificateEnds && { certificateExpires: measured.certificateEnds }),
    ...(registration && { registration }),
    ...(features && { features: features.filter((one) => /^[a-z0-9-]{1,40}$/.test(one)) }),
    ...(founded !== undefined && { founded }),
    ...(adminJid && { adminJid }),
    ...(checked && { checkedAt: checked.at }),
    ...(uptime && { uptime }),
  }
}

const text = (value: string | undefined, limit: number): string | undefined => {
  const clean = value === undefined ? '' : cut(plain(value), limit)
  return clean === '' ? undefined : clean
}
/** Only http and https become links. */
const web = (value: string | undefined): WebAddress | undefined =>
  value !== undefined && /^https?:\/\/[^\s"'<>\\^`{|}]+$/i.test(value) ? (value as WebAddress) : undefined

type Best = <T>(field: Sourced, seen: T | undefined, said: T | undefined) => T | undefined
function registrationOf(
  best: Best,
  seen: { readonly inBand: boolean; readonly web?: string } | undefined,
  said: WebAddress | undefined,
): Entry['registration'] {
  const page = web(seen?.web) ?? web(said)
  const kind = best('registration', seen && { inBand: seen.inBand }, page && { inBand: false })
  return kind && { ...kind, ...(page && { web: page }) }
}

/** Since when without being closed in between; a suspension that was mended does not begin anew. */
function listedSince(ticket: Ticket): Instant | undefined {
  let since: Instant | undefined
  for (const { to, at } of all(ticket, 'milestone')) {
    if (to === 'listed') since ??= at
    else if (to !== 'suspended') since = undefined
  }
  return since
}
