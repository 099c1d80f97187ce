import type { Evidence, RegistrationForm, WebVisit } from '../evidence/evidence.ts'
import { contactsOf } from './contacts.ts'
import { isReached, isUnsure } from './visits.ts'

/** The best answer any client connection got: answers differ where one of several machines is set up differently. */
export function registrationOf(evidence: Evidence): RegistrationForm | undefined {
  const order = ['form', 'captcha', 'elsewhere', 'invite-only', 'refused', 'silent'] as const
  const forms = contactsOf(evidence, 'c2s starttls', 'c2s direct').flatMap((one) => one.registration ?? [])
  return forms.sort((a, b) => order.indexOf(a.answer) - order.indexOf(b.answer))[0]
}
/** XEP-0077 §8: a server that registers users mostly says so. One that does not, and does not answer either, does not register. */
export const isAdvertised = (evidence: Evidence): boolean =>
  contactsOf(evidence, 'c2s starttls', 'c2s direct').some((one) => one.inside?.features?.register === true)
/** The server knows accounts by invitation (XEP-0401, XEP-0445). Open ones may do so, too: only an account tells whether one is needed. */
export const knowsInvitations = (evidence: Evidence): boolean =>
  contactsOf(evidence, 'c2s starttls', 'c2s direct').some((one) =>
    one.inside?.features?.all.some((name) => invitations.includes(name)),
  )
const invitations: readonly string[] = ['{urn:xmpp:invite}register', '{urn:xmpp:ibr-token:0}register']
/** Turned down for a while, or for addresses like ours: not a word about users. */
export const isRateLimit = (condition: string | undefined): boolean =>
  ['policy-violation', 'resource-constraint', 'rate-limited'].includes(condition ?? '')
export const isAskedToWait = (form: RegistrationForm): boolean =>
  form.later === true || isRateLimit(form.error)
/** What our own answer to the form may have caused (XEP-0077 §3.1.1): a field that we left out, a name that is taken. */
export const isOurDoing = (condition: string | undefined): boolean =>
  isRateLimit(condition) || ['not-acceptable', 'conflict', 'bad-request'].includes(condition ?? '')
/** The server does not know in-band registration at all. */
export const isNotSupported = (condition: string | undefined): boolean =>
  condition === undefined || ['service-unavailable', 'feature-not-implemented'].includes(condition)

export type WebForm = NonNullable<WebVisit['registration']>
/** Where the website sends those who want to register, as far as it was looked at. */
const linked = ({ website }: Evidence): WebVisit[] =>
  website?.pages.filter((page) =>
    website.visits.some(
      ({ registration }) => registration !== undefined && samePlace(registration.url, page),
    ),
  ) ?? []
/** Of these, one where nothing is there. */
export const brokenLink = (evidence: Evidence): WebVisit | undefined =>
  linked(evidence).find((page) => !isReached(page) && !isUnsure(page))
/** Pages that were named or linked to, and we could not tell what is there: it may well be the form. */
export const unseen = (evidence: Evidence): WebVisit[] =>
  [
    ...(evidence.registrationPage === undefined ? [] : [evidence.registrationPage]),
    ...linked(evidence),
  ].filter(isUnsure)
/** Over http a site links to its http pages, over https to the same by https: one of them is looked at. */
const samePlace = (url: string, page: WebVisit): boolean =>
  url.replace(/^https?:/, '') === page.asked.replace(/^https?:/, '')
/** The best place on the web: the page that was named, else what the website shows or links to. */
export function webFormOf(evidence: Evidence): WebForm | undefined {
  const pages = [
    evidence.registrationPage,
    ...(evidence.website?.visits ?? []),
    ...(evidence.website?.pages ?? []),
  ]
  const broken = brokenLink(evidence)
  const order = ['form', 'script-only', 'unclear', 'link'] as const
  return pages
    .flatMap((page) => (page?.registration !== undefined && isReached(page) ? [page.registration] : []))
    .filter((one) => one.kind !== 'link' || broken === undefined || !samePlace(one.url, broken))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0]
}
