import type { Check } from './check.ts'
import { addOnSentences, judgeAddOn, type NotDiscovered } from './disco.ts'

export const uploadListed: Check<'found' | 'none' | 'not-told' | NotDiscovered> = {
  id: 'disco.upload',
  clause: 'P5',
  level: 'info',
  cites: 'IM services policy P5; XEP-0363',
  title: 'File upload is no condition; what was found is listed',
  sentences: addOnSentences,
  judge: (the) => judgeAddOn(the, (item) => item.features.includes('urn:xmpp:http:upload:0')),
}
