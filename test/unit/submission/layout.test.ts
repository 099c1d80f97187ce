import { describe, expect, it } from 'vitest'
import { said } from '../intake/mails.ts'

const long = [
  ['Domain', 'im.example.org'],
  ['Certificate authority', "Let's Encrypt"],
  ['Website', 'https://im.example.org/'],
  ['Admin name', 'Jane Doe'],
  ['Email', 'jane@example.org'],
  ['JabberID', 'jane@im.example.org'],
  ['Phone', '+49 30 901820'],
  ['Latitude', '52.52'],
  ['Longitude', '13.40'],
  ['Software', 'Prosody 0.12'],
  ['Description', 'A free service for everyone.'],
] as const
const short = ['Host', 'CA', 'Web', 'Operator', 'Mail', 'JID', 'Tel', 'Lat', 'Lon', 'Runs', 'About'].map(
  (label, at) => [label, long[at]?.[1] ?? ''] as const,
)
type Pair = readonly [label: string, value: string]
const each = (of: (pair: Pair, at: number) => string) => (all: readonly Pair[]) => all.map(of).join('\n')
const wide = 24

/** What people put between a label and its value, and around both: of these nobody could make a list that is whole. */
const layouts: Readonly<Record<string, (all: readonly Pair[]) => string>> = {
  'two colons': each(([label, value]) => `${label} :: ${value}`),
  'a tilde': each(([label, value]) => `${label} ~ ${value}`),
  guillemets: each(([label, value]) => `${label} » ${value}`),
  'a greater-than': each(([label, value]) => `${label} > ${value}`),
  'no space': each(([label, value]) => `${label}>>${value}`),
  'a slash': each(([label, value]) => `${label} / ${value}`),
  'a semicolon': each(([label, value]) => `${label}; ${value}`),
  'a comma': each(([label, value]) => `${label}, ${value}`),
  'a dash without a space': each(([label, value]) => `${label}- ${value}`),
  'a long arrow': each(([label, value]) => `${label} ==> ${value}`),
  'a picture': each(([label, value]) => `🌐 ${label} 👉 ${value}`),
  'dots up to one column': each(([label, value]) => `${label} ${'.'.repeat(23 - label.length)} ${value}`),
  dots: each(([label, value]) => `${label} . . . . . ${value}`),
  'square brackets': each(([label, value]) => `[${label}]${value}`),
  'round brackets': each(([label, value]) => `(${label}) ${value}`),
  'the label last': each(([label, value]) => `${value} <- ${label}`),
  'quotation marks': each(([label, value]) => `"${label}","${value}"`),
  'a shell': each(([label, value]) => `$${label.toLowerCase().replaceAll(' ', '_')} = "${value}";`),
  'an array of a program': each(([label, value]) => `'${label}' => '${value}',`),
  'angles around values': each(([label, value]) => `${label}: <${value}>`),
  'a mark in front': each(([label, value]) => `@${label} ${value}`),
  capitals: each(([label, value]) => `${label.toUpperCase()} ${value}`),
  'a verb': each(([label, value]) => `${label} is ${value}`),
  reStructuredText: each(([label, value]) => `:${label}: ${value}`),
  AsciiDoc: each(([label, value]) => `${label}::\n  ${value}`),
  'Markdown, bold and a dash': each(([label, value]) => `- **${label}** — ${value}`),
  'numbers and dashes': each(([label, value], at) => `${at + 1} - ${label} - ${value}`),
  'an arrow below': each(([label, value]) => `${label}\n  -> ${value}`),
  'a box': each(([label, value]) => `│ ${label.padEnd(wide)} │ ${value.padEnd(wide)} │`),
  'a box of double lines': each(([label, value]) => `║ ${label.padEnd(wide)} ║ ${value.padEnd(wide)} ║`),
  'a row of a box': (all) =>
    `│${all.map(([label]) => label).join('│')}│\n├───┼───┤\n│${all.map(([, value]) => value).join('│')}│`,
  'columns of gaps': (all) =>
    `${all.map(([label]) => label.padEnd(30)).join('')}\n${all.map(([, value]) => value.padEnd(30)).join('')}`,
  'slashes on one line': (all) => all.map(([label, value]) => `${label}: ${value}`).join(' / '),
  'dots on one line': (all) => all.map(([label, value]) => `${label}: ${value}`).join(' • '),
  'equals on one line': (all) =>
    all.map(([label, value]) => `${label.replaceAll(' ', '_').toLowerCase()}="${value}"`).join(' '),
  'arrows on one line': (all) => all.map(([label, value]) => `${label} → ${value}`).join(' → '),
}

describe.each([
  ['long labels', long],
  ['short labels', short],
])('a form with %s, apart by', (_, pairs) => {
  it.each(Object.entries(layouts))('%s', async (_, layout) => {
    const found = await said(`Hello,\n\nplease list our service.\n\n${layout(pairs)}\n\nRegards,\nJane\n`)
    expect(found).toMatchObject({ kind: 'submission', problems: [], missing: [] })
    expect(found.submissions).toHaveLength(1)
    expect(found.submission).toEqual({
      domain: 'im.example.org',
      certificateAuthority: "Let's Encrypt",
      website: 'https://im.example.org/',
      admin: {
        name: 'Jane Doe',
        email: 'jane@example.org',
        jid: 'jane@im.example.org',
        phone: '+4930901820',
      },
      location: { latitude: 52.52, longitude: 13.4 },
      serverSoftware: 'Prosody 0.12',
      description: 'A free service for everyone.',
    })
  })
})

describe('a table', () => {
  it('with remarks beside the values gives the values', async () => {
    const found = await said(
      'What | Value | Remark\n---|---|---\nDomain | im.example.org | signed\nWebsite | https://im.example.org/ | German at https://example.org/de\nJID | jane@im.example.org | or ulf@im.example.org\nPhone | +49 30 901820 | 8 to 16 h\n',
    )
    expect(found.submission).toMatchObject({
      domain: 'im.example.org',
      website: 'https://im.example.org/',
      admin: { jid: 'jane@im.example.org', phone: '+4930901820' },
    })
  })
  it('of two services side by side gives two', async () => {
    const found = await said(
      '|  | Server 1 | Server 2 |\n|---|---|---|\n| Domain | a.example | b.example |\n| CA | Sectigo | Certum |\n| Website | https://a.example/ | https://b.example/ |\n',
    )
    expect(found.submissions.map(({ submission }) => submission)).toMatchObject([
      { domain: 'a.example', certificateAuthority: 'Sectigo', website: 'https://a.example/' },
      { domain: 'b.example', certificateAuthority: 'Certum', website: 'https://b.example/' },
    ])
  })
  it('as RFC 4180 has it keeps the commas that stand in quotation marks', async () => {
    const found = await said(
      'domain,website,description,phone\nim.example.org,https://im.example.org/,"rooms, files, and friends",+49 30 901820\n',
    )
    expect(found.submission).toMatchObject({ description: 'rooms, files, and friends' })
  })
  it('without a heading, a service in each row, gives each what its columns show', async () => {
    const found = await said(
      'Please list our three services. They run ejabberd 24.07.\n\n1) a.example - https://a.example/ - for hikers\n2) b.example - https://b.example/ - for cooks\n3) c.example - https://c.example/ - for skiers\n',
    )
    expect(found.domains).toEqual(['a.example', 'b.example', 'c.example'])
    expect(found.submissions[1]?.submission).toMatchObject({
      website: 'https://b.example/',
      description: 'for cooks',
      serverSoftware: 'ejabberd 24.07',
    })
  })
})

describe('labels that nobody foresaw', () => {
  it('give the name of whoever sends the form', async () => {
    const found = await said(
      'Domain: im.example.org\nCA: Sectigo\nSoftware: Prosody\nKeeper of the flame: Jane Doe\n',
    )
    expect(found.submission).toMatchObject({ admin: { name: 'Jane Doe' } })
  })
  it('give the description, when it alone is left', async () => {
    const found = await said(
      'Domain: im.example.org\nCA: Sectigo\nSoftware: Prosody\nWebsite: https://im.example.org/\nJID: jane@im.example.org\nTo whom it matters: a server for choirs and their friends\n',
    )
    expect(found.submission).toMatchObject({ description: 'a server for choirs and their friends' })
  })
  it('are read with a slip in them', async () => {
    const found = await said(
      'Domain: im.example.org\nWebsite: https://im.example.org/\nJID: jane@im.example.org\nTelphone: +49 30 901820\nSofware: Prosody 0.12\nDescripton: A chat for the valley\n',
    )
    expect(found.submission).toMatchObject({
      admin: { phone: '+4930901820' },
      serverSoftware: 'Prosody 0.12',
      description: 'A chat for the valley',
    })
  })
  it.each([
    ['Administratorin', 'de'],
    ['Administratrice', 'fr'],
    ['Administradora', 'es'],
    ['Amministratrice', 'it'],
    ['Адміністраторка', 'uk'],
    ['Ansprechpartnerin', 'de'],
  ])('name the administrator in any gender: %s', async (label) => {
    const found = await said(
      `Domain: im.example.org\nCA: Sectigo\nSoftware: Prosody\n${label}: Maria Musterfrau\n`,
    )
    expect(found.submission).toMatchObject({ admin: { name: 'Maria Musterfrau' } })
  })
})

describe('the letter O', () => {
  it.each([
    ['Standort: 51,3397° N, 12,3731° O\nLand: Deutschland', { latitude: 51.3397, longitude: 12.3731 }],
    ['Emplacement du serveur : 48° 23\' 25" N, 4° 29\' 10" O\nPays : France', { latitude: 48.3902778, longitude: -4.4861111 }],
    ['Ligging: 51,0543 N / 3,7174 O\nLand: België', { latitude: 51.0543, longitude: 3.7174 }],
    ['Ubicación del servidor: 37.3891 N, 5.9845 O', { latitude: 37.3891, longitude: -5.9845 }],
  ])('says what it says in the language of the mail: %j', async (line, location) => {
    const found = await said(`Domain: im.example.org\nCA: Sectigo\nSoftware: Prosody\n${line}\n`)
    expect(found.submission).toMatchObject({ location })
  }) // prettier-ignore
})
