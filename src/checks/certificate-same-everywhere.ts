import { notApplicable, pass, warn, type Check } from './check.ts'
import { about, endpointOf, hostOf, listed } from './contacts.ts'
import * as repeat from './repeat.ts'
import { securedOf } from './secured.ts'

export const certificateSameEverywhere: Check<'ok' | 'differ' | 'not-seen'> = {
  id: 'tls.consistent',
  clause: 'P1',
  level: 'should',
  cites: 'IM services policy P1',
  title: 'All endpoints show the same certificate',
  sentences: {
    ok: { found: 'One certificate everywhere.' },
    differ: {
      found:
        '{{host}} shows another certificate (until {{ends}}) than {{first}} (until {{firstEnds}}). That is fine if you mean it.',
      fix: 'If it is not on purpose, the server at {{host}} has not been reloaded since the last renewal, or the new file was not copied there.',
    },
    'not-seen': { found: 'No certificate was seen.' },
  },
  judge: ({ evidence }) => {
    const seen = securedOf(evidence).filter(({ leaf }) => leaf !== undefined)
    const [first] = seen
    if (first === undefined) return notApplicable('not-seen')
    const others = seen.filter(({ leaf }) => leaf?.sha256 !== first.leaf?.sha256)
    const [other] = others
    if (other === undefined) return pass('ok')
    const alike = listed(
      others.map(({ contact }) => hostOf(contact)).filter((one) => one !== hostOf(other.contact)),
    )
    const ends = (one: typeof first) => one.leaf?.notAfter.slice(0, 10) ?? ''
    return warn(
      'differ',
      {
        ...about(other.contact),
        also: alike,
        first: hostOf(first.contact),
        ends: ends(other),
        firstEnds: ends(first),
      },
      endpointOf(other.contact),
    )
  },
  repeat: repeat.leaf,
}
