import { pass, unknown, warn, type Check } from './check.ts'
import { discovered, notDiscovered, type NotDiscovered } from './disco.ts'

export const featuresMayBeListed: Check<'ok' | 'declined' | NotDiscovered> = {
  id: 'disco.info',
  clause: 'P5',
  level: 'human',
  cites: 'IM services policy P5; XEP-0030',
  title: 'We may ask what the server can do',
  sentences: {
    ...notDiscovered,
    ok: { found: 'The server names {{count}} features.' },
    declined: {
      found:
        'The server answered our question with the error {{condition}}. The policy asks that the team may probe for add-on services.',
      fix: 'Let users of other servers ask (service discovery, XEP-0030), or tell us that you would rather not.',
    },
  },
  judge: (the) => {
    const seen = discovered(the)
    if ('why' in seen) return seen.why
    const { info } = seen.federation
    if (info === undefined) return unknown('silent')
    return info.answer === 'result'
      ? pass('ok', { count: info.features.length })
      : warn('declined', { condition: info.condition ?? 'error' })
  },
}
