import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeSrv, srvSentences, type Srv } from './srv-answers.ts'

export const srvForServersDirect: Check<Srv> = {
  id: 'dns.srv.s2s-direct',
  clause: 'P2',
  level: 'info',
  cites: 'XEP-0368 §3',
  title: 'DNS says where other servers connect with TLS from the start',
  sentences: {
    ...srvSentences,
    none: { found: 'There is no record {{name}}. It is not asked for.' },
  },
  judge: (the) => judgeSrv(the, '_xmpps-server'),
  repeat: repeat.srv('_xmpps-server'),
}
