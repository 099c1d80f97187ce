import { notApplicable, pass, warn, type Check } from './check.ts'
import { securedOf } from './secured.ts'

/** Names under which people know one authority; the certificate mostly shows another of them, or that of the root. */
const families: readonly (readonly string[])[] = [
  ['letsencrypt', 'le', 'isrg', 'internetsecurityresearchgroup'],
  [
    'zerossl',
    'sectigo',
    'comodo',
    'usertrust',
    'positivessl',
    'namecheap',
    'gandi',
    'trustprovider',
    'geant',
    'terena',
  ],
  ['googletrustservices', 'google', 'gts'],
  ['digicert', 'geotrust', 'thawte', 'rapidssl', 'symantec', 'verisign', 'quovadis', 'encryptioneverywhere'],
  ['globalsign', 'alphassl'],
  ['godaddy', 'starfield'],
  ['amazon', 'amazontrustservices', 'aws'],
  ['buypass'],
  ['sslcom', 'sslcorporation', 'sslcorp'],
  ['actalis'],
  ['certum', 'asseco', 'unizeto'],
  ['dtrust', 'bundesdruckerei'],
  ['telesec', 'deutschetelekom', 'tsystems', 'dfn'],
  ['swisssign'],
  ['entrust', 'affirmtrust'],
  ['harica', 'hellenicacademic', 'geant', 'terena'],
  ['cacert'],
  ['startcom', 'startssl'],
  ['identrust', 'dstroot'],
  ['certigna', 'dhimyotis'],
  ['microsec', 'esign'],
  ['cloudflare'],
]
/** Words that name no authority: "Trust" is not Google Trust Services. */
const generic = new Set(
  'a ag and authority bv ca cert certificate certificates certification certs com corp corporation des domain dv ev free gmbh inc intermediate internet limited llc ltd net of org ou ov pki plc root rsa ecc sa sas secure security server services site sl sp spa sro srl ssl standard the tls trust validation via with x1 x2 acme certbot'.split(
    ' ',
  ),
)
const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/['’`´\p{M}]/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
/** "Let's Encrypt" is one word to some: every run of up to four words, written together. */
const runsOf = (words: readonly string[]): string[] =>
  words.flatMap((_, from) => [1, 2, 3, 4].map((length) => words.slice(from, from + length).join('')))
function familiesOf(name: string): number[] {
  const words = wordsOf(name)
  const runs = new Set(runsOf(words))
  const has = (alias: string) =>
    runs.has(alias) || (alias.length > 5 && words.some((word) => word.startsWith(alias)))
  return families.flatMap((family, index) => (family.some(has) ? [index] : []))
}

/** Is this the authority that the certificate shows, as people name it? */
export function sameAuthority(named: string, shown: readonly string[]): boolean {
  const known = familiesOf(named)
  if (shown.some((one) => familiesOf(one).some((family) => known.includes(family)))) return true
  const telling = (name: string) => wordsOf(name).filter((word) => !generic.has(word))
  const claim = telling(named)
  return shown.map(telling).some((seen) => isWithin(claim, seen) || isWithin(seen, claim))
}
const isWithin = (few: readonly string[], many: readonly string[]): boolean =>
  few.length > 0 && few.every((word) => many.includes(word))
const saysSelfSigned = (named: string): boolean =>
  /\bself|selbst|\bown\b|eigene|auto-?(sign|firm)/i.test(named)

export const authorityAsNamed: Check<'same' | 'differs' | 'not-named' | 'not-seen'> = {
  id: 'tls.ca-declared',
  clause: 'P1',
  level: 'human',
  cites: 'IM services policy P1, P7',
  title: 'The certificate is of the authority that was named',
  sentences: {
    same: { found: 'Named: {{claimed}}. Measured: {{issuer}}.' },
    differs: {
      found: 'Named: {{claimed}}. Measured: {{issuer}} ({{measured}}). The list shows what was measured.',
    },
    'not-named': { found: 'No authority was named. Measured: {{issuer}}.' },
    'not-seen': { found: 'No certificate was seen to compare with.' },
  },
  judge: ({ evidence, claims }) => {
    const seen = securedOf(evidence)
    const [first] = seen
    if (first?.leaf === undefined) return notApplicable('not-seen')
    const { leaf } = first
    const issuer = leaf.issuerOrganization ?? leaf.issuer
    const claimed = claims?.certificateAuthority
    if (claimed === undefined) return notApplicable('not-named', { issuer })
    const shown = seen.flatMap((one) => [
      one.leaf?.issuer ?? '',
      one.leaf?.issuerOrganization ?? '',
      one.tls.trust.root ?? '',
    ])
    const facts = { claimed, issuer, measured: leaf.issuer === issuer ? '' : leaf.issuer }
    const same = leaf.selfSigned ? saysSelfSigned(claimed) : sameAuthority(claimed, shown)
    return same ? pass('same', facts) : warn('differs', facts)
  },
}
