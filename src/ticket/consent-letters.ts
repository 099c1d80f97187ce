import type { DomainName, EmailAddress } from '../values/names.ts'
import { known, latest, registrable, reopened, type Ticket } from './known.ts'
import type { LetterOrder } from './letter.ts'
import { at, isClosed, type Standing } from './standing.ts'

/** RFC 2142: who reads these speaks for the domain. */
const boxes = ['hostmaster', 'postmaster', 'webmaster']
/** A service may publish as many addresses as it likes, of whomever it likes: this many are written to. */
const contactsAtMost = 2

/** A case that was opened again asks anew: its keys carry the moment. */
export const again = (ticket: Ticket): string => {
  const moment = reopened(ticket)
  return moment === undefined ? '' : `@${moment}`
}

/** Asked whenever consent is open and there is something to ask for; the keys see to it that each address is asked once. */
export function toOwner(now: Standing, ticket: Ticket): LetterOrder[] {
  const ready = at(now, 'sender').state === 'met' && at(now, 'information').state === 'met'
  if (at(now, 'consent').state !== 'open' || !ready || isClosed(now.stage)) return []
  return consentOrders(ticket, again(ticket))
}

/**
 * The role boxes of the registrable domain, once for all services of one operator under it, and the contacts that the
 * service itself publishes (XEP-0157), who speak for that service alone. `which`: told apart from earlier askings; the same
 * word again asks nobody twice.
 */
export function consentOrders(ticket: Ticket, which: string): LetterOrder[] {
  const root = registrable(ticket.domain)
  const { operator } = known(ticket)
  const order = (key: string, address: EmailAddress): LetterOrder => ({
    key: `consent/${key}${which}`,
    kind: 'consent',
    to: { role: 'owner', address },
    purpose: 'owner',
  })
  const ofRoot = boxes.map((box) => `${box}@${root}` as EmailAddress)
  const published = (latest(ticket, 'checked')?.measured.mailContacts ?? []).filter(
    (address) => !ofRoot.includes(address.toLowerCase() as EmailAddress),
  )
  return [
    ...boxes.map((box) => order(`${root}/${operator}/${box}`, `${box}@${root}` as EmailAddress)),
    ...published
      .slice(0, contactsAtMost)
      .map((address) =>
        order(`${ticket.domain}/${operator}/contact=${encodeURIComponent(address.toLowerCase())}`, address),
      ),
  ]
}

/** What `consentOrders` put into the key: whose word is asked, on whose request. `contact`: for this service alone. */
export function consentAsked(key: string):
  | {
      readonly root: DomainName
      readonly operator: EmailAddress
      readonly contact: boolean
    }
  | undefined {
  const [, root, operator, box] =
    /^consent\/([^/]+)\/(.+)\/(hostmaster|postmaster|webmaster|contact=[^/@]+)(?:@[^/]*)?$/.exec(key) ?? []
  return root === undefined || operator === undefined || box === undefined
    ? undefined
    : {
        root: root as DomainName,
        operator: operator as EmailAddress,
        contact: box.startsWith('contact='),
      }
}
