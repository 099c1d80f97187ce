import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeStarttls, starttlsSentences, type Starttls } from './starttls.ts'

export const clientPortOffersTls: Check<Starttls> = {
  id: 'c2s.starttls',
  clause: 'P2',
  level: 'must',
  cites: 'IM services policy P1, P2; RFC 6120 §5',
  title: 'The port for clients offers encryption (STARTTLS)',
  sentences: starttlsSentences,
  judge: (the) => judgeStarttls(the, 'c2s'),
  repeat: repeat.stream,
}
