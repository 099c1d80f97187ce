import type { Check } from './check.ts'
import { judgeLayer, layerSentences, type Undecided } from './layers.ts'
import { otherName, otherNameSentence, streamFault, streamFaultsOf, type StreamFault } from './open-stream.ts'
import * as repeat from './repeat.ts'

export const clientStreamOpens: Check<StreamFault | Undecided | 'ok' | 'ok-but-one' | 'other-name'> = {
  id: 'c2s.stream',
  clause: 'P2',
  level: 'must',
  cites: 'IM services policy P2; RFC 6120 §4',
  title: 'The port for clients opens an XMPP stream for the domain',
  sentences: {
    ...layerSentences,
    ...streamFaultsOf.c2s,
    ok: { found: '{{host}} opens a stream for the domain.' },
    'other-name': otherNameSentence('clients', 'named'),
  },
  judge: (the) =>
    judgeLayer(the, 'c2s', 'stream', {
      failing: streamFault,
      odd: ({ outside }) => (otherName(outside, the.evidence.order.domain) ? 'other-name' : undefined),
    }),
  repeat: repeat.stream,
}
