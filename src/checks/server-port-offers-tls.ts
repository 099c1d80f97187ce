import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeStarttls, starttlsSentences, type Starttls } from './starttls.ts'

export const serverPortOffersTls: Check<Starttls> = {
  id: 's2s.starttls',
  clause: 'P3',
  level: 'must',
  cites: 'IM services policy P1, P3; RFC 6120 §5',
  title: 'The port for other servers offers encryption (STARTTLS)',
  sentences: starttlsSentences,
  judge: (the) => judgeStarttls(the, 's2s'),
  repeat: repeat.stream,
}
