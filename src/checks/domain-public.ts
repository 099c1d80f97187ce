import { fail, pass, type Check } from './check.ts'

export const domainPublic: Check<'ok' | 'international' | 'refused'> = {
  id: 'input.domain',
  clause: 'P7',
  level: 'must',
  cites: 'IM services policy P7; RFC 5890; RFC 6761',
  title: 'The domain is one that public DNS can know',
  sentences: {
    ok: { found: '{{name}} is a public domain name.' },
    international: { found: '{{name}} is a public domain name, written here as DNS has it.' },
    refused: {
      found: '{{name}} cannot be a service on the public Internet ({{why}}). We looked no further.',
      fix: 'Submit the domain of the service itself, the part after the @ in the addresses of its users; it must be registered in public DNS.',
    },
  },
  judge: ({ evidence: { order, refusedDomain } }) => {
    if (refusedDomain !== undefined) return fail('refused', { name: order.domain, why: refusedDomain })
    return pass(/(^|\.)xn--/.test(order.domain) ? 'international' : 'ok', { name: order.domain })
  },
}
