import type { Contact } from '../evidence/evidence.ts'
import type { Check } from './check.ts'
import { judgeLayer, layerSentences, type Undecided } from './layers.ts'
import {
  otherNameInside,
  otherNameSentence,
  streamFault,
  streamFaultsOf,
  type StreamFault,
} from './open-stream.ts'
import * as repeat from './repeat.ts'

const fault = (contact: Contact): StreamFault | 'no-mechanisms' =>
  contact.trouble?.code === 'no-mechanisms' ? 'no-mechanisms' : streamFault(contact)

export const clientStreamInsideTls: Check<
  | StreamFault
  | Undecided
  | 'no-mechanisms'
  | 'only-plain'
  | 'no-password'
  | 'other-name'
  | 'ok'
  | 'ok-but-one'
> = {
  id: 'c2s.post-tls',
  clause: 'P2',
  level: 'must',
  cites: 'IM services policy P2; RFC 6120 §5.4.3.3, §6.3',
  title: 'A stream that clients can log in to opens inside TLS',
  sentences: {
    ...layerSentences,
    ...streamFaultsOf.c2s,
    silent: {
      ...streamFaultsOf.c2s.silent,
      found: 'TLS works at {{host}}, but no stream opens inside it: silence.',
    },
    closed: {
      ...streamFaultsOf.c2s.closed,
      found: 'TLS works at {{host}}, but then the connection is closed.',
      fix: 'Look into the log of the server; behind a proxy that ends TLS, check that it forwards XMPP and not HTTP.',
    },
    'no-mechanisms': {
      found: '{{host}} offers no way to log in inside TLS.',
      fix: 'Switch on an authentication mechanism such as SCRAM-SHA-1 or SCRAM-SHA-256.',
      fixFor: {
        prosody:
          'Check that "saslauth" is in modules_enabled and that disable_sasl_mechanisms leaves SCRAM-SHA-1 in.',
        ejabberd: 'Check disable_sasl_mechanisms and auth_method in ejabberd.yml.',
        openfire: 'Check the system property sasl.mechs.',
      },
    },
    'only-plain': {
      found: 'PLAIN is the only way to log in at {{host}}: the server sees every password.',
      fix: 'Offer SCRAM-SHA-1 or SCRAM-SHA-256 as well, where passwords are not kept in a form that forbids it.',
    },
    'no-password': {
      found:
        '{{host}} offers no way to log in with a password inside TLS, only by certificate or anonymously.',
      fix: 'Offer SCRAM-SHA-1 or SCRAM-SHA-256 to users who have an account and a password.',
    },
    'other-name': otherNameSentence('clients', 'namedInside'),
    ok: { found: 'A stream opens inside TLS at {{host}}.' },
  },
  judge: (the) =>
    judgeLayer(the, 'c2s', 'inside', {
      failing: fault,
      odd: (contact) => {
        if (otherNameInside(contact, the.evidence.order.domain)) return 'other-name'
        const mechanisms = contact.inside?.features?.mechanisms ?? []
        if (mechanisms.length === 0) return undefined
        if (mechanisms.every((one) => one === 'PLAIN')) return 'only-plain'
        return mechanisms.every((one) => one === 'EXTERNAL' || one === 'ANONYMOUS')
          ? 'no-password'
          : undefined
      },
    }),
  repeat: repeat.inside,
}
