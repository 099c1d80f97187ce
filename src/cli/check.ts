import { readFileSync } from 'node:fs'
import type { Claims } from '../submission/submission.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { DomainName } from '../values/names.ts'
import { allChecks } from '../checks/all-checks.ts'
import { checkJson } from '../checks/check-json.ts'
import { judge } from '../checks/judge.ts'
import { orderOf } from '../evidence/order.ts'
import { defaultReferences, isAddress, isNetwork, type Config } from '../config.ts'
import { accountsOf, probeTools } from '../desk/probe-tools.ts'
import { increasing } from '../desk/now.ts'
import { readMail } from '../intake/read.ts'
import { gather } from '../probe/gather.ts'
import { parseDomainName } from '../values/domain-name.ts'
import { instant, parseDuration, seconds, type Duration } from '../values/instant.ts'
import { checkReport } from './check-report.ts'
import {
  colourful,
  configOf,
  flag,
  print,
  printable,
  printJson,
  text,
  texts,
  UsageError,
  width,
  type Command,
  type Given,
} from './command.ts'
import { liveView } from './live-view.ts'

const verdictExit = { eligible: 0, 'not-eligible': 1, inconclusive: 2 } as const

export const check: Command = {
  name: 'check',
  usage: 'DOMAIN',
  most: 1,
  summary: 'one full check now, with a report that says how to mend each fault',
  help: [
    ['DOMAIN', 'the XMPP service; exit code 0 eligible, 1 not eligible, 2 inconclusive'],
    ['--submission FILE', 'a mail; compares with what it claims'],
    ['--resolver IP:PORT', 'ask this DNS resolver (repeatable); default: the system’s'],
    ['--ca FILE', 'more recognised roots, PEM'],
    [
      '--allow CIDR',
      'lift the address and special-name rules for this network (repeatable); never the port rule',
    ],
    ['--reference DOMAIN', `instead of ${defaultReferences.join(' ')} (repeatable); "none"`],
    ['--timeout 60s', 'for the whole check'],
  ],
  options: {
    submission: { type: 'string' },
    resolver: { type: 'string', multiple: true },
    ca: { type: 'string' },
    allow: { type: 'string', multiple: true },
    reference: { type: 'string', multiple: true },
    timeout: { type: 'string' },
  },
  async run(given) {
    const domain = domainOf(given.words[0])
    const config = withOptions(configOf(given, 'with secrets'), given)
    const claims =
      text(given, 'submission') === undefined
        ? undefined
        : await claimsOf(text(given, 'submission') ?? '', domain, config)
    const now = increasing()
    const accounts = await accountsOf(config)
    const tools = probeTools(config, now, { timeout: timeoutOf(given), accounts })
    const view = flag(given, 'json') || flag(given, 'quiet') ? undefined : liveView(process.stderr)
    let evidence: Evidence
    try {
      evidence = await gather(orderOf(domain, claims), tools, view?.show)
    } finally {
      view?.end()
      await accounts?.close()
    }
    const outcomes = judge(allChecks, { evidence, policy: config.policy, ...(claims && { claims }) })
    const json = checkJson(domain, evidence, outcomes)
    if (flag(given, 'json')) printJson(json)
    else
      print(
        checkReport(
          { domain, evidence, outcomes, verdict: json.verdict },
          { width: width(), colour: colourful() },
        ),
      )
    return verdictExit[json.verdict]
  },
}

/** An address that was pasted whole is not taken for its domain, but answered with it. */
function domainOf(word: string | undefined): DomainName {
  if (word === undefined) throw new UsageError('name a domain: vouch check im.example.org')
  const domain = parseDomainName(word)
  if (domain !== undefined) return domain
  const [, inside = ''] = /^(?:[a-z]+:(?:\/\/)?)?(?:[^@/]*@)?([^:/?#@\s]+)/i.exec(word) ?? []
  const meant = parseDomainName(inside)
  throw new UsageError(
    `"${printable(word)}" is no domain name: write vouch check ${meant ?? 'im.example.org'}`,
  )
}

/** Options of the command line win over the config. */
function withOptions(config: Config, given: Given): Config {
  const ca = text(given, 'ca')
  const references = texts(given, 'reference')
  return {
    ...config,
    probe: {
      ...config.probe,
      resolvers:
        texts(given, 'resolver').length > 0 ? texts(given, 'resolver').map(resolver) : config.probe.resolvers,
      extraRoots: ca === undefined ? config.probe.extraRoots : pem(ca),
      allow: [...config.probe.allow, ...texts(given, 'allow').map(network)],
      references:
        references.length === 0
          ? config.probe.references
          : references.includes('none')
            ? []
            : references.map(reference),
    },
  }
}
const resolver = (word: string): string => {
  const [, address = '', port = '53'] = /^(\[[0-9a-f:]+\]|[0-9.]+)(?::(\d{1,5}))?$/i.exec(word) ?? []
  if (!isAddress(address) || Number(port) === 0 || Number(port) > 65_535)
    throw new UsageError(`"${printable(word)}" is no resolver: write --resolver 192.0.2.53:53`)
  return word
}
const network = (word: string): string => {
  if (!isNetwork(word)) throw new UsageError(`"${printable(word)}" is no network: write --allow 127.0.0.0/8`)
  return word
}
const reference = (word: string): DomainName => {
  const domain = parseDomainName(word)
  if (domain === undefined)
    throw new UsageError(
      `"${printable(word)}" is no domain name: write --reference example.org, or --reference none`,
    )
  return domain
}
function pem(file: string): string {
  const content = readFileSync(file, 'utf8')
  if (!content.includes('-----BEGIN CERTIFICATE-----'))
    throw new UsageError(`${file} holds no certificate in PEM form`)
  return content
}
function timeoutOf(given: Given): Duration {
  const word = text(given, 'timeout')
  if (word === undefined) return seconds(60)
  const value = parseDuration(word)
  if (value === undefined || value < 100)
    throw new UsageError(`"${printable(word)}" is no duration: write --timeout 60s`)
  return value
}

/** The claims about this domain in a mail; those of its first service when none names it. */
async function claimsOf(file: string, domain: DomainName, config: Config): Promise<Claims> {
  const outcome = await readMail(readFileSync(file), instant(Date.now()), {
    address: config.address,
    authenticate: { with: 'none' },
  })
  if ('failed' in outcome) throw new UsageError(`${file} cannot be read as a mail: ${outcome.detail}`)
  const { submissions } = outcome.read
  const found = submissions.find((one) => one.claims.domain === domain) ?? submissions[0]
  if (found === undefined) throw new UsageError(`${file} holds no submission: try "vouch parse ${file}"`)
  return found.claims
}
