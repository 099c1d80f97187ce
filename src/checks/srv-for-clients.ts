import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeSrv, srvSentences, type Srv } from './srv-answers.ts'

export const srvForClients: Check<Srv> = {
  id: 'dns.srv.c2s',
  clause: 'P2',
  level: 'should',
  cites: 'RFC 6120 §3.2.1; RFC 2782',
  title: 'DNS says where clients connect',
  sentences: {
    ...srvSentences,
    none: {
      found:
        'There is no record {{name}}; clients connect to the addresses of the domain itself, port 5222. That is allowed.',
    },
  },
  judge: (the) => judgeSrv(the, '_xmpp-client'),
  repeat: repeat.srv('_xmpp-client'),
}
