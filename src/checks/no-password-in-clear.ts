import { notApplicable, pass, warn, type Check } from './check.ts'
import { about, contactsOf, endpointOf } from './contacts.ts'
import * as repeat from './repeat.ts'

export const noPasswordInClear: Check<'ok' | 'plain' | 'not-reached'> = {
  id: 'c2s.plain-before-tls',
  clause: 'P2',
  level: 'should',
  cites: 'RFC 6120 §13.8.3; RFC 4616 §4',
  title: 'Passwords are not asked for in clear text',
  sentences: {
    ok: { found: 'PLAIN is not offered before TLS.' },
    plain: {
      found: '{{host}} offers to take passwords in clear text, before TLS (mechanism PLAIN).',
      fix: 'Offer PLAIN inside TLS only, or require encryption.',
      fixFor: {
        prosody: 'Set allow_unencrypted_plain_auth = false and c2s_require_encryption = true.',
        ejabberd: 'Set starttls_required: true in the listener of ejabberd_c2s.',
        openfire: 'Set the STARTTLS policy of the client connections to "Required".',
      },
    },
    'not-reached': { found: 'Not looked at: no stream opened before TLS.' },
  },
  judge: ({ evidence }) => {
    const seen = contactsOf(evidence, 'c2s starttls').filter((one) => one.outside?.features !== undefined)
    const plain = seen.filter((one) => one.outside?.features?.mechanisms.includes('PLAIN'))
    const [worst] = plain
    if (worst !== undefined) return warn('plain', about(worst, plain), endpointOf(worst))
    return seen.length > 0 ? pass('ok') : notApplicable('not-reached')
  },
  repeat: repeat.stream,
}
