import { pass, type Check } from './check.ts'
import { about, contactsOf, endpointOf, endsWithoutCertificate, refusesUnproved } from './contacts.ts'
import { judgeLayer, layerSentences, type Undecided } from './layers.ts'
import {
  otherNameInside,
  otherNameSentence,
  streamFault,
  streamFaultsOf,
  type StreamFault,
} from './open-stream.ts'
import * as repeat from './repeat.ts'

export const serverStreamInsideTls: Check<
  StreamFault | Undecided | 'ok' | 'ok-but-one' | 'ok-for-proved' | 'other-name' | 'wants-certificate'
> = {
  id: 's2s.post-tls',
  clause: 'P3',
  level: 'must',
  cites: 'IM services policy P3; RFC 6120 §5.4.3.3',
  title: 'A stream for other servers opens inside TLS',
  sentences: {
    ...layerSentences,
    ...streamFaultsOf.s2s,
    silent: {
      ...streamFaultsOf.s2s.silent,
      found: 'TLS works at {{host}}, but no stream opens inside it: silence.',
    },
    closed: {
      ...streamFaultsOf.s2s.closed,
      found: 'TLS works at {{host}}, but then the connection is closed.',
      fix: 'Look into the log of the server; behind a proxy that ends TLS, check that it forwards XMPP and not HTTP.',
    },
    'other-name': otherNameSentence('other servers', 'namedInside'),
    'wants-certificate': {
      found:
        '{{host}} takes nobody without a certificate, and we have none to show, so we saw no more than TLS ({{detail}}).',
      fix: 'Servers that prove themselves by dialback alone cannot reach your users; make the certificate optional if you want them to.',
      fixFor: {
        openfire: 'Under Server to Server, set the mutual authentication of the connection to “Wanted”.',
      },
    },
    'ok-for-proved': {
      found:
        'TLS works at {{host}}, and it opens a stream inside it to servers that show a certificate it recognises. We have none to show, so we saw no more.',
    },
    ok: { found: 'A stream opens inside TLS at {{host}}.' },
  },
  judge: (the) => {
    const said = judgeLayer(the, 's2s', 'inside', {
      failing: streamFault,
      odd: (contact) => {
        if (endsWithoutCertificate(contact)) return 'wants-certificate'
        return otherNameInside(contact, the.evidence.order.domain) ? 'other-name' : undefined
      },
    })
    const careful = contactsOf(the.evidence, 's2s starttls').find(refusesUnproved)
    if (said.reason !== 'ok' || careful === undefined) return said
    return pass('ok-for-proved', about(careful), endpointOf(careful))
  },
  repeat: repeat.inside,
}
