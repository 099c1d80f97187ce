import type { Secured } from './secured.ts'
import type { Check } from './check.ts'
import { matchOf } from './identity.ts'
import * as repeat from './repeat.ts'
import { judgeSecured, securedOf, securedSentences, type NoCertificate } from './secured.ts'

export const nameNotOnlyCommon: Check<'ok' | 'common-name' | 'elsewhere' | NoCertificate> = {
  id: 'tls.identity.cn-only',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1; RFC 9525 §6.3, Appendix A',
  title: 'The domain does not stand in the Common Name alone',
  sentences: {
    ...securedSentences,
    ok: { found: 'The certificate does not rely on its Common Name.' },
    'common-name': {
      found:
        'The certificate at {{host}} names {{domain}} only in its Common Name, which programs have ignored for years.',
      fix: 'Get a certificate with {{domain}} as a subject alternative name (DNS). Every authority of today writes it so.',
    },
  },
  judge: (the) => {
    const { domain } = the.evidence.order
    const side = ({ contact }: Secured) => (contact.mode.startsWith('c2s') ? 'c2s' : 's2s')
    return judgeSecured(the, securedOf(the.evidence), {
      fault: (one) => (matchOf(one, side(one), domain)?.by === 'CN' ? { reason: 'common-name' } : undefined),
    })
  },
  repeat: repeat.wholeLeaf,
}
