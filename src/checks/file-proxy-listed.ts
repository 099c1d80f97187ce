import type { Check } from './check.ts'
import { addOnSentences, hasIdentity, judgeAddOn, type NotDiscovered } from './disco.ts'

export const fileProxyListed: Check<'found' | 'none' | 'not-told' | NotDiscovered> = {
  id: 'disco.proxy65',
  clause: 'P5',
  level: 'info',
  cites: 'IM services policy P5; XEP-0065',
  title: 'File transfer proxies are no condition; what was found is listed',
  sentences: addOnSentences,
  judge: (the) => judgeAddOn(the, hasIdentity('proxy', 'bytestreams')),
}
