import type { Check } from './check.ts'
import { identitySentences, judgeIdentity, type Identifying } from './identity.ts'
import * as repeat from './repeat.ts'

export const serverCertificateNamesDomain: Check<Identifying> = {
  id: 'tls.identity.s2s',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1; RFC 6120 §13.7.2; RFC 9525 §6.3',
  title: 'Other servers are shown a certificate that names the domain',
  sentences: identitySentences,
  judge: (the) => judgeIdentity(the, 's2s'),
  repeat: repeat.leaf,
}
