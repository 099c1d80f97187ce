import type { Check } from './check.ts'
import { identitySentences, judgeIdentity, type Identifying } from './identity.ts'
import * as repeat from './repeat.ts'

export const clientCertificateNamesDomain: Check<Identifying> = {
  id: 'tls.identity.c2s',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1; RFC 6120 §13.7.2; RFC 9525 §6.3',
  title: 'Clients are shown a certificate that names the domain',
  sentences: identitySentences,
  judge: (the) => judgeIdentity(the, 'c2s'),
  repeat: repeat.leaf,
}
