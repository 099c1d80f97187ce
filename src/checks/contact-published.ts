import { notApplicable, pass, warn, type Check } from './check.ts'
import { listed } from './contacts.ts'
import { discovered, notDiscovered, type NotDiscovered } from './disco.ts'

export const contactPublished: Check<'ok' | 'missing' | 'not-told' | NotDiscovered> = {
  id: 'disco.contact',
  clause: 'P5',
  level: 'should',
  cites: 'XEP-0157',
  title: 'The server publishes whom to contact',
  sentences: {
    ...notDiscovered,
    ok: { found: 'Published: {{kinds}} addresses.' },
    missing: {
      found: 'The server publishes no address of its administrators or of its support.',
      fix: 'Publish one (XEP-0157); it also lets you confirm a request for this list.',
      fixFor: {
        prosody:
          'Add contact_info = { admin = { "mailto:xmpp@{{domain}}" } } and the module "server_contact_info".',
        ejabberd:
          'Add server_info to mod_disco, for instance: name: "admin-addresses", urls: ["mailto:xmpp@{{domain}}"].',
        openfire: 'Give the administrator an e-mail address: Openfire publishes it.',
      },
    },
    'not-told': { found: 'Not looked at: the server did not say what it can do.' },
  },
  judge: (the) => {
    const seen = discovered(the)
    if ('why' in seen) return seen.why
    const { info, contacts } = seen.federation
    const kinds = contacts.filter((one) => one.addresses.length > 0).map((one) => one.kind)
    if (kinds.some((kind) => /^(admin|support)/.test(kind))) return pass('ok', { kinds: listed(kinds) })
    return info?.answer === 'result' ? warn('missing') : notApplicable('not-told')
  },
}
