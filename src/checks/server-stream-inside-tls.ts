import type { Check } from './check.ts'
import { judgeLayer, layerSentences, type Undecided } from './layers.ts'
import { streamFault, streamFaults, type StreamFault } from './open-stream.ts'
import * as repeat from './repeat.ts'

export const serverStreamInsideTls: Check<StreamFault | Undecided | 'ok' | 'ok-but-one'> = {
  id: 's2s.post-tls',
  clause: 'P3',
  level: 'must',
  cites: 'IM services policy P3; RFC 6120 §5.4.3.3',
  title: 'A stream for other servers opens inside TLS',
  sentences: {
    ...layerSentences,
    ...streamFaults,
    silent: {
      ...streamFaults.silent,
      found: 'TLS works at {{host}}, but no stream opens inside it: silence.',
    },
    closed: {
      ...streamFaults.closed,
      found: 'TLS works at {{host}}, but then the connection is closed.',
      fix: 'Look into the log of the server; behind a proxy that ends TLS, check that it forwards XMPP and not HTTP.',
    },
    ok: { found: 'A stream opens inside TLS at {{host}}.' },
  },
  judge: (the) => judgeLayer(the, 's2s', 'inside', { failing: streamFault }),
  repeat: repeat.inside,
}
