import type { Check } from './check.ts'
import { addOnSentences, hasIdentity, judgeAddOn, type NotDiscovered } from './disco.ts'

export const pubsubListed: Check<'found' | 'none' | 'not-told' | NotDiscovered> = {
  id: 'disco.pubsub',
  clause: 'P5',
  level: 'info',
  cites: 'IM services policy P5; XEP-0060',
  title: 'Publish-subscribe is no condition; what was found is listed',
  sentences: addOnSentences,
  judge: (the) => judgeAddOn(the, hasIdentity('pubsub', 'service')),
}
