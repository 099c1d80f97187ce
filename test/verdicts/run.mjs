// Verdicts beside those of other tools, measured: `npm run verdicts`. Needs a build (dist/); tools that are not installed are passed
// over and said (Debian: apt-get install openssl testssl.sh monitoring-plugins-basic nmap). Prints the table of test/README.md.
// Exit 1 when Vouch gets one wrong.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startPeer, streams } from './peer.mjs'
import { run, tools } from './tools.mjs'

const dist = resolve(import.meta.dirname, '../../dist')
const { createAuthority } = await import(join(dist, 'demo/world/authority.js'))
const { startDns } = await import(join(dist, 'demo/world/dns.js'))
const { startXmppService } = await import(join(dist, 'demo/world/xmpp-service.js'))
const { startWebsite } = await import(join(dist, 'demo/world/website.js'))

const together = 3
const authority = createAuthority()
const weak = createAuthority({ key: 'rsa2048' })
const plain = streams[0]
const certificates = [
  { name: 'certificate in order', certificate: (domain) => authority.issue({ dns: [domain] }) },
  {
    name: 'another name',
    id: 'tls.identity.c2s',
    certificate: () => authority.issue({ dns: ['xmpp.example.org'] }),
  },
  {
    name: 'self-signed',
    id: 'tls.selfsigned',
    certificate: (domain) => authority.issue({ dns: [domain], signedBy: 'itself' }),
  },
  {
    name: 'intermediate not sent',
    id: 'tls.intermediate',
    certificate: (domain) => authority.issue({ dns: [domain], chain: 'leaf' }),
  },
  {
    name: 'RSA, 1024 bits',
    id: 'tls.key',
    certificate: (domain) => authority.issue({ dns: [domain], key: 'rsa1024' }),
  },
  {
    name: 'signed with SHA-1',
    id: 'tls.signature',
    certificate: (domain) => weak.issue({ dns: [domain], key: 'rsa2048', hash: 'sha1' }),
  },
  { name: 'XmppAddr only', certificate: (domain) => authority.issue({ xmppAddr: [domain] }) },
  { name: 'SRVName only', certificate: (domain) => authority.issue({ srv: [`_xmpp-client.${domain}`] }) },
].map((one) => ({ ...one, script: plain }))
const only = new RegExp(process.argv[process.argv.indexOf('--only') + 1] ?? '')
const cases = [
  ...streams.map((script) => ({
    ...script,
    script,
    kind: 'stream',
    certificate: (domain) => authority.issue({ dns: [domain] }),
  })),
  ...certificates.map((one) => ({ ...one, kind: 'certificate' })),
].filter((one) => !process.argv.includes('--only') || only.test(one.name))

const folder = mkdtempSync(join(tmpdir(), 'vouch-verdicts-'))
const roots = join(folder, 'roots.pem')
writeFileSync(roots, `${authority.root}\n${weak.root}\n`)
const dns = await startDns({})
const all = tools({ roots, patience: Number(process.env.VOUCH_PATIENCE ?? 1) })
const here = all.flatMap((tool) => {
  const version = tool.version()
  if (!version) console.error(`passed over, not installed: ${tool.name}`)
  return version ? [{ ...tool, title: `${tool.name} ${/\d+(\.\d+)+/.exec(version)?.[0] ?? ''}` }] : []
})
const rows = []
try {
  // Some at once: a tool that hangs costs time and nothing else.
  for (let at = 0; at < cases.length; at += together)
    rows.push(
      ...(await Promise.all(cases.slice(at, at + together).map((one, i) => measure(one, at + i + 1)))),
    )
} finally {
  await dns.close()
  rmSync(folder, { recursive: true, force: true })
}
print()
process.exit(rows.every((row) => row.vouch.right) ? 0 : 1)

async function measure(one, number) {
  const domain = `case${number}.example.org`
  const address = `127.92.0.${number}`
  const close = await startPeer({
    address,
    domain,
    credentials: one.certificate(domain),
    script: one.script,
  })
  const others = await surroundings(domain, address)
  try {
    const seen = new Map()
    for (const tool of here) {
      if (one.kind === 'certificate' && !tool.certificates) continue
      const answer = await tool.look({ address, domain, certificate: one.kind === 'certificate' })
      const right = answer !== undefined && answer.saw === (one.id === undefined)
      seen.set(tool.name, {
        word: answer === undefined ? 'hangs' : answer.saw ? 'in order' : 'not in order',
        right,
      })
      if (process.argv.includes('--details'))
        console.error(`--- ${one.name}, ${tool.name}:\n${answer?.out.slice(-1500) ?? 'hangs'}`)
    }
    return { ...one, seen, vouch: await vouch(one, domain) }
  } finally {
    await close()
    await others()
  }
}

/** What else a service has, in order: servers, direct TLS, a website. Only the stream for clients, or its certificate, is at stake. */
async function surroundings(domain, address) {
  const rest = await startXmppService({ domain, authority, registration: 'open' })
  const website = await startWebsite({ domain, authority })
  const srv = (service, port, target) =>
    dns.set(`_${service}._tcp.${domain}`, [{ type: 'SRV', priority: 5, weight: 10, port, target }])
  srv('xmpp-client', 5222, `xmpp.${domain}`)
  srv('xmpps-client', rest.ports.direct, `rest.${domain}`)
  srv('xmpp-server', rest.ports.s2s, `rest.${domain}`)
  srv('xmpps-server', rest.ports.s2sDirect, `rest.${domain}`)
  dns.set(`xmpp.${domain}`, [{ type: 'A', address }])
  for (const name of [domain, `rest.${domain}`]) dns.set(name, [{ type: 'A', address: '127.0.0.1' }])
  const mail = join(folder, `${domain}.eml`)
  writeFileSync(
    mail,
    `From: Alex <admin@${domain}>\nTo: verification@example.org\nSubject: ${domain}\n\nDomain: ${domain}\nCertificate authority: ${authority.name}\nWebsite: ${website.url}\nAdministrator: Alex Admin\nJabberID: admin@${domain}\nTelephone: +43 1 5811800\nLatitude: 48.2\nLongitude: 16.4\nServer software: Prosody\nDescription: A public service\n`,
  )
  return () => Promise.all([rest.close(), website.close()])
}
/** Right: the verdict, exactly the check that must fail and no other of its kind, with its fix. */
async function vouch(one, domain) {
  const seen = await run(
    process.execPath,
    [join(dist, 'main.js'), 'check', domain, '--json', '--resolver', dns.address, '--ca', roots].concat([
      '--allow',
      '127.0.0.0/8',
      '--reference',
      'none',
      '--submission',
      join(folder, `${domain}.eml`),
    ]),
    60 * Number(process.env.VOUCH_PATIENCE ?? 1),
  )
  if (seen === undefined) return { word: 'hangs', right: false }
  const report = JSON.parse(seen.stdout)
  const failed = report.outcomes.filter((outcome) => outcome.level === 'must' && outcome.outcome === 'fail')
  const ids = failed.map((outcome) => outcome.id)
  const right =
    report.verdict === (one.id === undefined ? 'eligible' : 'not-eligible') &&
    ids.join() === (one.id ?? '') &&
    failed.every((outcome) => outcome.fix)
  return { word: ids.join(', ') || 'in order', right, found: failed[0]?.found ?? '' }
}

function print() {
  const heads = ['', ...here.map((tool) => tool.title), 'Vouch']
  const cell = (answer) => (answer === undefined ? '–' : answer.right ? answer.word : `**${answer.word}**`)
  const line = (cells) => console.log(`| ${cells.join(' | ')} |`)
  line(heads)
  line(heads.map(() => '---'))
  for (const row of rows)
    line([row.name, ...here.map((tool) => cell(row.seen.get(tool.name))), cell(row.vouch)])
  for (const [kind, title] of [
    ['stream', 'streams right'],
    ['certificate', 'certificates right'],
  ]) {
    const these = rows.filter((row) => row.kind === kind)
    if (these.length === 0) continue
    const sum = (answerOf) => these.filter((row) => answerOf(row)?.right).length
    line([
      `${title}, of ${these.length}`,
      ...here.map((tool) =>
        kind === 'certificate' && !tool.certificates ? '–' : sum((row) => row.seen.get(tool.name)),
      ),
      sum((row) => row.vouch),
    ])
  }
}
