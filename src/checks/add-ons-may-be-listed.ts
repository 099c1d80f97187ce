import { pass, unknown, warn, type Check } from './check.ts'
import { discovered, notDiscovered, type NotDiscovered } from './disco.ts'

export const addOnsMayBeListed: Check<'ok' | 'declined' | NotDiscovered> = {
  id: 'disco.items',
  clause: 'P5',
  level: 'human',
  cites: 'IM services policy P5; XEP-0030',
  title: 'We may ask which add-on services there are',
  sentences: {
    ...notDiscovered,
    ok: { found: '{{count}} add-on services are listed.' },
    declined: {
      found:
        'The server answered our question with the error {{condition}}. The policy asks that the team may probe for add-on services.',
      fix: 'Let users of other servers ask (service discovery, XEP-0030), or tell us that you would rather not.',
    },
  },
  judge: (the) => {
    const seen = discovered(the)
    if ('why' in seen) return seen.why
    const { items } = seen.federation
    if (items === undefined) return unknown('silent')
    return items.answer === 'result'
      ? pass('ok', { count: items.items.length })
      : warn('declined', { condition: items.condition ?? 'error' })
  },
}
