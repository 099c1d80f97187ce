import type { Contact } from '../evidence/evidence.ts'
import type { Case, Said, Sentence } from './check.ts'
import type { Side } from './contacts.ts'
import { judgeLayer, layerSentences, type Undecided } from './layers.ts'

export type Starttls =
  | 'not-offered'
  | 'turned-down'
  | 'plaintext'
  | 'broken'
  | 'unadvertised'
  | 'ok'
  | 'ok-but-one'
  | Undecided

const fault = ({ trouble }: Contact): 'not-offered' | 'turned-down' | 'plaintext' | 'broken' => {
  if (trouble?.code === 'no-starttls') return 'not-offered'
  if (trouble?.code === 'starttls-refused') return 'turned-down'
  return trouble?.code === 'plaintext-after-proceed' ? 'plaintext' : 'broken'
}
/** STARTTLS is asked for even where it is not offered; what works all the same is a warning. */
export const judgeStarttls = (the: Case, side: Side): Said<Starttls> =>
  judgeLayer(the, side, 'starttls', {
    failing: fault,
    odd: ({ outside }) => (outside?.features?.starttls === 'absent' ? 'unadvertised' : undefined),
  })

const certificate = 'Give the server a certificate for the domain and switch TLS on'
export const starttlsSentences = {
  ...layerSentences,
  ok: { found: '{{host}} offers STARTTLS.' },
  unadvertised: {
    found: '{{host}} does not offer STARTTLS, yet it works when asked for. Most programs will not ask.',
    fix: 'Switch on the offer of STARTTLS in the configuration.',
  },
  'not-offered': {
    found: '{{host}} does not offer STARTTLS: nothing is encrypted there.',
    fix: `${certificate}.`,
    fixFor: {
      prosody: `${certificate}: the module "tls" in modules_enabled, and "prosodyctl --root cert import {{domain}} /path/to/certificates".`,
      ejabberd: `${certificate}: certfiles names its files, and the listeners have "starttls: true".`,
      openfire: `${certificate}: under TLS/SSL Certificates, then set the connection to "Optional" or "Required" TLS.`,
    },
  },
  'turned-down': {
    found: '{{host}} offers STARTTLS and then turns it down.',
    fix: 'The server has most likely no readable certificate and key for the domain: check its log, the paths and the rights of the files.',
  },
  plaintext: {
    found: '{{host}} agrees to TLS and then goes on in clear text.',
    fix: 'Take out the proxy or filter that tampers with the connection, or update the server software.',
  },
  broken: {
    found: '{{host}} breaks off when asked for TLS: {{why}}.',
    fix: 'Look into the log of the server; most often certificate and key do not fit together or cannot be read.',
  },
} as const satisfies { readonly [R in Starttls]: Sentence }
