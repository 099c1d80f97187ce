import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeSrv, srvSentences, type Srv } from './srv-answers.ts'

export const srvForServers: Check<Srv> = {
  id: 'dns.srv.s2s',
  clause: 'P2',
  level: 'should',
  cites: 'RFC 6120 §3.2.1; RFC 2782',
  title: 'DNS says where other servers connect',
  sentences: {
    ...srvSentences,
    none: {
      found:
        'There is no record {{name}}; other servers connect to the addresses of the domain itself, port 5269. That is allowed.',
    },
  },
  judge: (the) => judgeSrv(the, '_xmpp-server'),
  repeat: repeat.srv('_xmpp-server'),
}
