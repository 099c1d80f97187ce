import { fail, pass, type Check } from './check.ts'

const fix =
  'Submit the domain of the service itself, the part after the @ in the addresses of its users. It must be registered in public DNS.'

/** The guard's word (special-name, unknown-suffix, public-suffix, …) is the reason. */
export const domainPublic: Check<
  | 'ok'
  | 'international'
  | 'special-name'
  | 'unknown-suffix'
  | 'public-suffix'
  | 'not-a-name'
  | 'testing-refused'
  | 'refused'
> = {
  id: 'input.domain',
  clause: 'P7',
  level: 'must',
  cites: 'IM services policy P7; RFC 5890; RFC 6761',
  title: 'The domain is one that public DNS can know',
  sentences: {
    ok: { found: '{{name}} is a public domain name.' },
    international: { found: '{{name}} is a public domain name, written here as DNS has it.' },
    'special-name': {
      found:
        '{{name}} is a name for private use, documentation or tests; nobody else can look it up. We looked no further.',
      fix,
    },
    'unknown-suffix': { found: 'There is no top-level domain as in {{name}}. We looked no further.', fix },
    'public-suffix': {
      found:
        '{{name}} is a suffix under which others register, not a domain of its own. We looked no further.',
      fix,
    },
    'not-a-name': {
      found: '{{name}} is not a domain name that can be looked up in DNS. We looked no further.',
      fix,
    },
    'testing-refused': {
      found:
        '{{name}} says in its provider file that it must not be tested. We had begun when we read it; we stopped at once and kept nothing.',
      fix: 'To be listed, let us look: set "serverTesting" to true in .well-known/xmpp-provider-v2.json, and answer our letter with "recheck".',
    },
    refused: {
      found: '{{name}} cannot be a service on the public Internet ({{why}}). We looked no further.',
      fix,
    },
  },
  judge: ({ evidence: { order, refusedDomain } }) => {
    const name = order.domain
    switch (refusedDomain) {
      case undefined:
        return pass(/(^|\.)xn--/.test(name) ? 'international' : 'ok', { name })
      case 'special-name':
      case 'unknown-suffix':
      case 'public-suffix':
      case 'testing-refused':
        return fail(refusedDomain, { name })
      case 'address':
      case 'not-a-name':
        return fail('not-a-name', { name })
      default:
        return fail('refused', { name, why: refusedDomain })
    }
  },
}
