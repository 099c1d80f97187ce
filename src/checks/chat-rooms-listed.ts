import type { Check } from './check.ts'
import { addOnSentences, judgeAddOn, type NotDiscovered } from './disco.ts'

export const chatRoomsListed: Check<'found' | 'none' | 'not-told' | NotDiscovered> = {
  id: 'disco.muc',
  clause: 'P5',
  level: 'info',
  cites: 'IM services policy P5; XEP-0045',
  title: 'Chat rooms are no condition; what was found is listed',
  sentences: addOnSentences,
  judge: (the) => judgeAddOn(the, (item) => item.features.includes('http://jabber.org/protocol/muc')),
}
