import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeSrv, srvSentences, type Srv } from './srv-answers.ts'

export const srvForClientsDirect: Check<Srv> = {
  id: 'dns.srv.c2s-direct',
  clause: 'P2',
  level: 'info',
  cites: 'XEP-0368 §3',
  title: 'DNS says where clients connect with TLS from the start',
  sentences: {
    ...srvSentences,
    none: { found: 'There is no record {{name}}. With one, clients find the TLS-only port by themselves.' },
  },
  judge: (the) => judgeSrv(the, '_xmpps-client'),
  repeat: repeat.srv('_xmpps-client'),
}
