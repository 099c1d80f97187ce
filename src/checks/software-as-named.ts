import { notApplicable, pass, unknown, warn, type Check } from './check.ts'
import { discovered, notDiscovered, type NotDiscovered } from './disco.ts'

/** The first word decides: "Prosody 0.12" and "prosody (Debian)" name one software. */
const family = (name: string): string => /[a-z0-9]+/.exec(name.normalize('NFKC').toLowerCase())?.[0] ?? ''

export const softwareAsNamed: Check<'same' | 'differs' | 'not-named' | 'not-told' | NotDiscovered> = {
  id: 'disco.version',
  clause: 'P5',
  level: 'human',
  cites: 'IM services policy P7; XEP-0092',
  title: 'The server software is the one that was named',
  sentences: {
    ...notDiscovered,
    same: { found: 'Named: {{claimed}}. The server says: {{measured}}.' },
    differs: {
      found: 'Named: {{claimed}}. The server says: {{measured}}. The list shows what the server says.',
    },
    'not-named': { found: 'The server says: {{measured}}. No software was named to compare with.' },
    'not-told': { found: 'The server does not tell its software. That is its right.' },
  },
  judge: (the) => {
    const claimed = the.claims?.serverSoftware
    const seen = discovered(the)
    if ('why' in seen) return seen.why.outcome === 'unknown' ? unknown('silent') : seen.why
    const { version } = seen.federation
    if (version === undefined) return notApplicable('not-told')
    const measured = `${version.name} ${version.version ?? ''}`.trim()
    if (claimed === undefined) return notApplicable('not-named', { measured })
    const same =
      family(claimed) === family(version.name) || claimed.toLowerCase().includes(version.name.toLowerCase())
    return same ? pass('same', { claimed, measured }) : warn('differs', { claimed, measured })
  },
}
