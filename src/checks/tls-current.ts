import type { Contact, Evidence } from '../evidence/evidence.ts'
import { fail, notApplicable, pass, warn, type Check } from './check.ts'
import { about, contactsOf, endpointOf, readingAt } from './contacts.ts'
import { undecided, undecidedFor, type Undecided } from './layers.ts'
import * as repeat from './repeat.ts'

/** Nothing above TLS 1.1, said by an alert or proved by a handshake with the old versions. */
export const onlyOld = (evidence: Evidence, contact: Contact): boolean =>
  /protocol version|unsupported protocol/i.test(contact.trouble?.detail ?? '') ||
  evidence.legacy.some(
    (one) => one.mode === contact.mode && one.endpoint.includes(contact.address) && one.accepted.length > 0,
  )

export const tlsCurrent: Check<'ok' | 'ok-but-one' | 'only-old' | 'failed' | 'silent' | Undecided> = {
  id: 'tls.handshake',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1; RFC 8996; RFC 9325 §3.1.1',
  title: 'TLS 1.2 or newer works',
  sentences: {
    ...undecided,
    ok: { found: '{{host}} speaks {{version}}.' },
    'ok-but-one': { found: '{{host}} asked us to come back later, so it was not judged this time.' },
    'only-old': {
      found: '{{host}} knows no version of TLS above 1.1. Clients of today refuse to connect.',
      fix: 'Switch on TLS 1.2 and 1.3; where the server software or its TLS library is too old for them, update it.',
      fixFor: {
        prosody: 'Take out tls_profile and ssl = { protocol = … }: the default offers TLS 1.2 and newer.',
        ejabberd: 'Take no_tlsv1_2 and no_tlsv1_3 out of c2s_protocol_options and s2s_protocol_options.',
        openfire: 'Tick TLSv1.2 and TLSv1.3 in the advanced settings of the connection.',
      },
    },
    failed: {
      found: 'The TLS handshake with {{host}} fails: {{detail}}.',
      fix: 'Check in the log of the server that certificate and key are there, can be read and fit together, that the key is RSA or on a usual curve (P-256, P-384), and that the list of ciphers is not too narrow. If it demands a certificate of whoever connects, make that optional.',
    },
    silent: {
      found: '{{host}} agrees to TLS and then does not go on.',
      fix: 'Look into the log of the server; a proxy or filter in front of it may break TLS.',
    },
  },
  judge: (the) => {
    const contacts = contactsOf(the.evidence, 'c2s starttls', 's2s starttls')
    const direct = contactsOf(the.evidence, 'c2s direct').filter(
      (one) => one.source === 'srv' && one.trouble?.code === 'tls' && onlyOld(the.evidence, one),
    )
    const { passed, failed, unknown } = readingAt([...contacts, ...direct], 'tls')
    const [worst] = failed
    const reason = (one: Contact) =>
      onlyOld(the.evidence, one) ? 'only-old' : one.trouble?.code === 'timed-out' ? 'silent' : 'failed'
    if (worst !== undefined) {
      const alike = failed.filter((one) => reason(one) === reason(worst))
      return fail(reason(worst), about(worst, alike, passed), endpointOf(worst))
    }
    // A side of which nothing could be told is unknown, however well the other one does.
    const sides = (['c2s', 's2s'] as const).map((side) => {
      const own = contactsOf(the.evidence, `${side} starttls`)
      return readingAt(own, 'tls').passed.length > 0 ? undefined : undecidedFor(the, side, own, 'tls')
    })
    const open = sides.find((one) => one?.outcome === 'unknown')
    if (open !== undefined) return open
    const [first] = passed
    if (first === undefined) return sides.find((one) => one !== undefined) ?? notApplicable('not-reached')
    const later = unknown.find((one) => one.trouble?.code === 'rate-limited')
    if (later !== undefined) return warn('ok-but-one', about(later, [], passed), endpointOf(later))
    return pass('ok', { ...about(first, passed), version: first.tls?.version ?? 'TLS' }, endpointOf(first))
  },
  repeat: repeat.tls,
}
