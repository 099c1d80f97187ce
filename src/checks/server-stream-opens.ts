import type { Check } from './check.ts'
import { judgeLayer, layerSentences, type Undecided } from './layers.ts'
import { otherName, otherNameSentence, streamFault, streamFaultsOf, type StreamFault } from './open-stream.ts'
import * as repeat from './repeat.ts'

export const serverStreamOpens: Check<StreamFault | Undecided | 'ok' | 'ok-but-one' | 'other-name'> = {
  id: 's2s.stream',
  clause: 'P3',
  level: 'must',
  cites: 'IM services policy P3; RFC 6120 §4',
  title: 'The port for other servers opens an XMPP stream for the domain',
  sentences: {
    ...layerSentences,
    ...streamFaultsOf.s2s,
    ok: { found: '{{host}} opens a stream for the domain.' },
    'other-name': otherNameSentence('other servers', 'named'),
  },
  judge: (the) =>
    judgeLayer(the, 's2s', 'stream', {
      failing: streamFault,
      odd: ({ outside }) => (otherName(outside, the.evidence.order.domain) ? 'other-name' : undefined),
    }),
  repeat: repeat.stream,
}
