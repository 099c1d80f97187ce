import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import { judgeSecured, securedOf, securedSentences, type NoCertificate } from './secured.ts'

export const certificateNotSelfSigned: Check<'ok' | 'self-signed' | 'elsewhere' | NoCertificate> = {
  id: 'tls.selfsigned',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1',
  title: 'The certificate is not self-signed',
  sentences: {
    ...securedSentences,
    ok: { found: 'The certificate was signed by {{issuer}}, not by itself.' },
    'self-signed': {
      found: 'The certificate at {{host}} is self-signed: it vouches for itself.',
      fix: 'Get a certificate for the domain from a recognised authority, for instance a free one of Let’s Encrypt, and reload the server.',
      fixFor: {
        prosody:
          'Get one from a recognised authority (for instance with certbot), then: prosodyctl --root cert import {{domain}} /etc/letsencrypt/live',
        ejabberd:
          'Switch on the acme section of ejabberd.yml and run "ejabberdctl request-certificate {{domain}}", or name the files in certfiles.',
        openfire:
          'Import a certificate of a recognised authority under TLS/SSL Certificates, Identity Store, and delete the self-signed one.',
      },
    },
  },
  judge: (the) =>
    judgeSecured(the, securedOf(the.evidence), {
      fault: ({ tls }) => (tls.trust.end === 'self-signed-leaf' ? { reason: 'self-signed' } : undefined),
    }),
  repeat: repeat.tls,
}
