import { notApplicable, pass, warn, type Check } from './check.ts'
import { securedOf } from './secured.ts'

/** Names under which people know one authority; the certificate mostly shows another of them, or that of the root. */
const families: readonly (readonly string[])[] = [
  ['letsencrypt', 'isrg', 'internetsecurityresearchgroup'],
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
  ['harica', 'hellenicacademic', 'geant'],
  ['cacert'],
  ['startcom', 'startssl'],
  ['identrust', 'dstroot'],
  ['certigna', 'dhimyotis'],
  ['microsec', 'esign'],
  ['cloudflare'],
]
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
const familiesOf = (name: string): number[] =>
  families.flatMap((family, index) => (family.some((one) => name.includes(one)) ? [index] : []))

/** Is this the authority that the certificate shows, as people name it? */
export function sameAuthority(named: string, shown: readonly string[]): boolean {
  const claim = plain(named)
  const seen = shown.map(plain).filter((one) => one !== '')
  if (claim === '') return false
  if (
    seen.some(
      (one) =>
        one === claim || (claim.length > 3 && one.includes(claim)) || (one.length > 3 && claim.includes(one)),
    )
  )
    return true
  const known = familiesOf(claim)
  return seen.some((one) => familiesOf(one).some((family) => known.includes(family)))
}

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
    const facts = { claimed, issuer, measured: leaf.issuer }
    return sameAuthority(claimed, shown) ? pass('same', facts) : warn('differs', facts)
  },
}
