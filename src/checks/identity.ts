import { identityOf } from '../evidence/identity.ts'
import type { Case, Said, Sentence } from './check.ts'
import { listed, type Side } from './contacts.ts'
import { judgeSecured, securedOf, securedSentences, type NoCertificate, type Secured } from './secured.ts'

export type Identifying =
  | 'ok'
  | 'wrong-name'
  | 'target-only'
  | 'no-name'
  | 'legacy-name'
  | 'elsewhere'
  | NoCertificate

/** Which name of the leaf names the domain (RFC 9525 §6.3; the JID's domain counts, never the SRV target). */
export const matchOf = ({ leaf }: Secured, side: Side, domain: string) =>
  leaf && identityOf(leaf.names, domain, side === 'c2s' ? 'xmpp-client' : 'xmpp-server')

export function judgeIdentity(the: Case, side: Side): Said<Identifying> {
  const { domain } = the.evidence.order
  const valid = ({ leaf }: Secured) =>
    listed(leaf?.names.filter((one) => one.kind !== 'CN').map((one) => one.value) ?? [])
  return judgeSecured(the, securedOf(the.evidence, side), {
    sides: [side],
    fault: (one) => {
      if (one.leaf === undefined || matchOf(one, side, domain) !== undefined) return undefined
      const facts = { names: valid(one), target: one.contact.target }
      if (facts.names === '') return { reason: 'no-name' as const, facts }
      const target = identityOf(
        one.leaf.names,
        one.contact.target,
        side === 'c2s' ? 'xmpp-client' : 'xmpp-server',
      )
      return { reason: target === undefined ? ('wrong-name' as const) : ('target-only' as const), facts }
    },
    elsewhere: (one) => matchOf(one, side, domain)?.by === 'CN',
    odd: (one) =>
      matchOf(one, side, domain)?.by === 'XmppAddr' ? { reason: 'legacy-name' as const } : undefined,
    ok: (one) => ({ name: matchOf(one, side, domain)?.name ?? '' }),
  })
}

const include = 'Get a certificate that names {{domain}} (the part after the @ of your users’ addresses)'
export const identitySentences = {
  ...securedSentences,
  ok: { found: 'The certificate names the domain ({{name}}).' },
  'wrong-name': {
    found: 'The certificate at {{host}} is for {{names}}, not for {{domain}}.',
    fix: `${include}, and let the server use it for this domain.`,
    fixFor: {
      prosody: `${include}, and import it: prosodyctl --root cert import {{domain}} /etc/letsencrypt/live`,
      ejabberd: `${include}, and name its file in certfiles: ejabberd picks it by the name of the host.`,
      openfire: `${include}, and import it under TLS/SSL Certificates, Identity Store.`,
    },
  },
  'target-only': {
    found:
      'The certificate at {{host}} names the machine {{target}} (valid for: {{names}}), not the domain {{domain}}. The name in the address of your users counts, not the name that the SRV record points to.',
    fix: `${include}. With ACME, prove {{domain}} by DNS (DNS-01) or on its web server, and copy the certificate to {{target}}.`,
  },
  'no-name': {
    found: 'The certificate at {{host}} names no host at all.',
    fix: `${include} as a DNS name.`,
  },
  'legacy-name': {
    found:
      'The certificate at {{host}} names the domain only in the old form XmppAddr, which many programs do not know.',
    fix: `${include} as a DNS name as well.`,
  },
} as const satisfies { readonly [R in Identifying]: Sentence }
