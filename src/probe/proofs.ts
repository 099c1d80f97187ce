import type { DomainName } from '../values/names.ts'
import { openCheckBudget } from './budget.ts'
import { openResolver } from './resolve.ts'
import { openRoots } from './roots.ts'
import { patience, type ProbeTools } from './tools.ts'
import { readText } from './website.ts'

const place = (domain: string) => ({
  record: `_vouch.${domain}`,
  file: `https://${domain}/.well-known/vouch.txt`,
})
const connections = 8

/** Where the owner of `domain` put this word, if anywhere: a TXT record at `_vouch.DOMAIN`, a line of `.well-known/vouch.txt`. */
export async function findProof(
  domain: DomainName,
  word: string,
  tools: ProbeTools,
): Promise<'dns' | 'well-known' | undefined> {
  const dns = tools.dns ?? openResolver(tools.resolvers)
  const { record, file } = place(domain)
  const texts = await dns.texts(record)
  if (texts.records.some((text) => text.trim() === word)) return 'dns'
  const text = await readPublished(file, tools)
  return text?.split(/\r?\n/).some((line) => line.trim() === word) === true ? 'well-known' : undefined
}

/** A small text that a service publishes at an https address of its own, through the guard like every page. undefined: not there. */
export async function readPublished(address: string, tools: ProbeTools): Promise<string | undefined> {
  const { phaseMs, webMs } = patience(tools.timeout)
  const budget = openCheckBudget(connections, tools.hourly)
  return readText(address, {
    dns: tools.dns ?? openResolver(tools.resolvers),
    guard: { allow: tools.allow },
    context: openRoots(tools.extraRoots).context,
    agent: tools.source === undefined ? 'Vouch' : `Vouch (XMPP service verification; ${tools.source})`,
    wholeMs: webMs,
    connectMs: phaseMs,
    connect: tools.connect,
    take: (to) => budget.take(to),
  })
}
