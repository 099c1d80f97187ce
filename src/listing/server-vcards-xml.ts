import type { Entry } from './entry.ts'
import { domains, feed } from './format.ts'
import { xmppUri } from './text.ts'
import { asDomains, field, joinXml, list, readXml, xmlPart, type Xml } from './xml.ts'

const vcard4 = 'urn:ietf:params:xml:ns:vcard-4.0'

/**
 * The directory of 2012 in one file: vCard4 as XML (RFC 6351) with the three extensions of XEP-0309. Its `registration`
 * is one address: `xmpp:` when accounts can be made in-band, else the page; the old style sheet asked just that.
 */
export const serverVcardsXml = feed({
  path: 'server-vcards.xml',
  part: (entry) => xmlPart('vcard', vcard(entry)),
  whole: (cards, { meta }) => joinXml('vcards', cards, { '@xmlns': vcard4 }, `${meta.url}api.html`),
  holds: ({ entries }) => domains(entries),
  readBack(text) {
    const parsed = readXml(text)
    if ('problem' in parsed) return parsed
    const root = parsed.root['vcards']
    if (field(root, '@xmlns') !== vcard4) return { problem: 'the root is not vcards of vCard4' }
    const cards = list(field(root, 'vcard'))
    const half = cards.find((card) => field(field(card, 'kind'), 'text') !== 'application')
    if (half !== undefined) return { problem: 'a card that is no application' }
    return asDomains(cards.map((card) => field(field(card, 'fn'), 'text')))
  },
})
const text = (value: string | undefined): Xml | undefined =>
  value === undefined ? undefined : { text: value }
const uri = (value: string | undefined): Xml | undefined => (value === undefined ? undefined : { uri: value })

function vcard(entry: Entry): Xml {
  const { domain, registration, founded, country, certificateAuthority, software, adminJid, location } = entry
  const register = registration?.inBand ? `xmpp:${domain}` : registration?.web
  return {
    fn: text(domain),
    kind: text('application'),
    url: uri(entry.website),
    note: text(entry.description),
    registration:
      register === undefined ? undefined : { '@xmlns': 'urn:xmpp:vcard:registration:1', uri: register },
    bday: founded === undefined ? undefined : { date: String(founded) },
    adr: country === undefined ? undefined : { country },
    ca:
      certificateAuthority === undefined
        ? undefined
        : { '@xmlns': 'urn:xmpp:vcard:ca:0', name: certificateAuthority },
    name: software === undefined ? undefined : { '@xmlns': 'jabber:iq:version', '#text': software },
    impp: uri(adminJid && xmppUri(adminJid)),
    geo: uri(location && `geo:${location.latitude},${location.longitude}`),
  }
}
