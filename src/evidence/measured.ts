import { earliest } from '../values/instant.ts'
import { parseJid } from '../values/jid.ts'
import { percentDecoded } from '../values/percent.ts'
import { parseWebAddress } from '../values/web-address.ts'
import { parseEmailAddress } from '../values/email-address.ts'
import type { EmailAddress, Jid } from '../values/names.ts'
import type { Certificate, Contact, DiscoItem, Evidence, Measured } from './evidence.ts'

/** What tickets, letters and the list need long after the run. A value that this run did not see is left out. */
export function measured(evidence: Evidence): Measured {
  const leaves = leavesOf(evidence)
  const leaf = leaves[0]
  const issuer = leaf?.issuerOrganization ?? leaf?.issuer
  const certificateEnds = earliest(...leaves.map((one) => one.notAfter))
  const registration = registrationOf(evidence)
  const software = softwareOf(evidence)
  const country = countryOf(evidence)
  const features = featuresOf(evidence)
  const contacts = contactsOf(evidence)
  const mailContacts = mailContactsOf(evidence)
  const websiteTitle = evidence.website?.visits.find((visit) => visit.title !== undefined)?.title
  return {
    ...(issuer !== undefined && { issuer }),
    ...(certificateEnds !== undefined && { certificateEnds }),
    ...(registration !== undefined && { registration }),
    ...(software !== undefined && { software }),
    ...(country !== undefined && { country }),
    ...(features !== undefined && { features }),
    ...(contacts.length > 0 && { contacts }),
    ...(mailContacts.length > 0 && { mailContacts }),
    ...(websiteTitle !== undefined && { websiteTitle }),
    ...statusDocumentOf(evidence),
  }
}

/** XEP-0455 §2.1: an https address among the `external-status-addresses` (or, older, `status-addresses`) of XEP-0157. */
function statusDocumentOf({ federation }: Evidence): Pick<Measured, 'statusDocument'> {
  const addresses = (federation?.contacts ?? []).flatMap((one) =>
    /^(external-)?status/.test(one.kind) ? one.addresses : [],
  )
  const address = addresses.map((one) => parseWebAddress(one)).find((one) => one?.startsWith('https://'))
  return address === undefined ? {} : { statusDocument: address }
}

/** The leaves that endpoints in use send; what clients meet first comes first. */
function leavesOf(evidence: Evidence): Certificate[] {
  const order: readonly Contact['mode'][] = ['c2s starttls', 'c2s direct', 's2s starttls', 's2s direct']
  const hashes = order.flatMap((mode) =>
    evidence.contacts
      .filter((one) => one.mode === mode && one.reached === 'done')
      .flatMap((one) => one.tls?.chain.slice(0, 1) ?? []),
  )
  return [...new Set(hashes)].flatMap((sha256) => evidence.certificates[sha256] ?? [])
}
/** Offered, not proved: servers advertise and refuse all the same. */
function registrationOf(evidence: Evidence): Measured['registration'] {
  const forms = evidence.contacts.flatMap((one) => one.registration ?? [])
  const inBand =
    evidence.created?.answer === 'created' ||
    forms.some((form) => form.answer === 'form' || form.answer === 'captcha')
  const pages = [
    evidence.registrationPage,
    ...(evidence.website?.pages ?? []),
    ...(evidence.website?.visits ?? []),
  ]
  const found = pages.flatMap((page) =>
    page?.trouble === undefined && (page?.status ?? 500) < 400 ? (page?.registration ?? []) : [],
  )
  const web =
    evidence.order.registration ??
    found.find((one) => one.kind === 'form')?.url ??
    forms.find((form) => form.answer === 'elsewhere')?.url ??
    found[0]?.url
  if (forms.length === 0 && found.length === 0 && web === undefined) return undefined
  return { inBand, ...(web !== undefined && { web }) }
}
function softwareOf(evidence: Evidence): string | undefined {
  const { name, version } = evidence.federation?.version ?? {}
  return name === undefined
    ? undefined
    : [name, version].filter((part) => part !== undefined && part !== '').join(' ')
}
/** Only when all addresses that clients are sent to lie in one country. */
function countryOf(evidence: Evidence): Measured['country'] {
  const targets = new Set(
    evidence.contacts
      .filter((one) => one.mode.startsWith('c2s') && one.reached !== 'nothing')
      .map((one) => one.address),
  )
  const countries = new Set(
    evidence.hosts.flatMap((host) =>
      host.addresses.filter((one) => targets.has(one.address)).flatMap((one) => one.country ?? []),
    ),
  )
  return countries.size === 1 ? [...countries][0] : undefined
}

const has = (item: DiscoItem, feature: string): boolean => item.features.includes(feature)
/** XEP-0045, 0363, 0065, 0060, 0100: the add-on services that the domain's items say they are. */
function featuresOf(evidence: Evidence): string[] | undefined {
  const { items, info } = evidence.federation ?? {}
  if (items === undefined && info === undefined) return undefined
  const found = (items?.items ?? []).flatMap((item): string[] => [
    ...(has(item, 'http://jabber.org/protocol/muc') ? ['muc'] : []),
    ...(has(item, 'urn:xmpp:http:upload:0') ? ['upload'] : []),
    ...(has(item, 'http://jabber.org/protocol/bytestreams') ? ['proxy65'] : []),
    ...item.identities.flatMap((identity) =>
      identity.category === 'gateway'
        ? [`gateway-${identity.type}`]
        : identity.category === 'pubsub' && identity.type === 'service'
          ? ['pubsub']
          : [],
    ),
  ])
  const own = info?.features.includes('urn:xmpp:http:upload:0') === true ? ['upload'] : []
  return [...new Set([...found, ...own])].sort()
}
/** XEP-0157: those who administer or support the service. */
const peopleOf = (evidence: Evidence) =>
  (evidence.federation?.contacts ?? []).filter((one) => one.kind === 'admin' || one.kind === 'support')
function contactsOf(evidence: Evidence): Jid[] {
  const jids = peopleOf(evidence).flatMap((one) =>
    one.addresses.filter((address) => /^xmpp:/i.test(address)).flatMap((address) => parseJid(address) ?? []),
  )
  return [...new Set(jids)]
}
/** RFC 6068: an address, perhaps with %-encoding and headers behind it. */
function mailContactsOf(evidence: Evidence): EmailAddress[] {
  const addresses = peopleOf(evidence).flatMap((one) =>
    one.addresses.flatMap((address) => {
      const [, encoded] = /^mailto:([^?,]+)(?:\?.*)?$/i.exec(address) ?? []
      return encoded === undefined ? [] : (parseEmailAddress(percentDecoded(encoded) ?? '') ?? [])
    }),
  )
  return [...new Set(addresses)]
}
