import type { Check } from './check.ts'
import { addOnSentences, hasIdentity, judgeAddOn, type NotDiscovered } from './disco.ts'

export const gatewaysListed: Check<'found' | 'none' | 'not-told' | NotDiscovered> = {
  id: 'disco.gateway',
  clause: 'P5',
  level: 'info',
  cites: 'IM services policy P5; XEP-0100',
  title: 'Gateways are no condition; what was found is listed',
  sentences: addOnSentences,
  judge: (the) => judgeAddOn(the, hasIdentity('gateway')),
}
