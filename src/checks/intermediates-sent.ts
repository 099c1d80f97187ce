import type { Check } from './check.ts'
import * as repeat from './repeat.ts'
import {
  judgeSecured,
  securedOf,
  securedSentences,
  toldBy,
  type NoCertificate,
  type Secured,
} from './secured.ts'

/** Each certificate should be followed by that of its issuer (RFC 5246 §7.4.2; RFC 8446 §4.4.2 asks clients to bear disorder). */
const untidy = ({ tls }: Secured): boolean => {
  const path = tls.trust.path.filter((hash) => tls.chain.includes(hash))
  return path.some((hash, index) => tls.chain[index] !== hash)
}

export const intermediatesSent: Check<
  'ok' | 'missing' | 'unfinished' | 'untidy' | 'elsewhere' | NoCertificate
> = {
  id: 'tls.intermediate',
  clause: 'P1',
  level: 'must',
  cites: 'IM services policy P1; RFC 8446 §4.4.2',
  title: 'The server sends all intermediate certificates',
  sentences: {
    ...securedSentences,
    ok: { found: 'The chain that is sent is complete.' },
    missing: {
      found:
        'The server at {{host}} does not send the intermediate certificate “{{missing}}”, so programs cannot get from yours to a recognised root.',
      fix: 'Send the whole chain: use fullchain.pem instead of cert.pem, and reload the server.',
      fixFor: {
        prosody:
          'Import the whole chain (prosodyctl --root cert import {{domain}} /etc/letsencrypt/live), or let "certificate" name fullchain.pem.',
        ejabberd:
          'Let certfiles name fullchain.pem instead of cert.pem, and run "ejabberdctl reload_config".',
        openfire:
          'Under TLS/SSL Certificates, Identity Store, import the certificate again together with its intermediate certificates.',
      },
    },
    unfinished: {
      found:
        'The chain that the server at {{host}} sends leads to “{{missing}}”, which is neither sent nor among the roots that Mozilla recognises.',
      fix: 'If “{{missing}}” is an intermediate certificate, send the whole chain: use fullchain.pem, and reload the server. If it is the root of your authority, that authority is not recognised: use a certificate of one that is, for instance a free one of Let’s Encrypt.',
    },
    untidy: {
      found:
        'The certificates at {{host}} are sent in the wrong order or with others between them. Most programs bear with it.',
      fix: 'Send your own certificate first, then each one’s issuer, and no others.',
    },
  },
  judge: (the) =>
    judgeSecured(the, securedOf(the.evidence), {
      fault: ({ tls, leaf }) =>
        tls.trust.end === 'unknown-issuer'
          ? {
              reason: tls.trust.path.length > 1 ? 'unfinished' : 'missing', // an intermediate was sent: the next may be a root
              facts: { missing: tls.trust.missing ?? leaf?.issuer ?? '' },
            }
          : undefined,
      elsewhere: (one) => toldBy(one) === 'tls.selfsigned',
      odd: (one) => (one.tls.trust.end === 'recognised' && untidy(one) ? { reason: 'untidy' } : undefined),
    }),
  repeat: repeat.tls,
}
