import type { Contact, Evidence, HostAnswer, WebVisit } from '../evidence/evidence.ts'

const networkTroubles = ['refused', 'unreachable', 'timed-out', 'closed']
const webTroubles = ['dns', 'refused', 'timed-out', 'closed']

/**
 * Before a service fails for the network, our reference targets must have answered in the same minute. When fewer than half did, what
 * the network seems to say about this service is put down to us: every such trouble becomes `our-side`, every missing name unanswered.
 * What a server itself said (a certificate, a stream error) stands.
 */
export function inFairness(gathered: Evidence): Evidence {
  const evidence = { ...gathered, contacts: gathered.contacts.filter(isTestable) }
  const { references, website } = evidence
  if (references === undefined || references.asked === 0 || references.answered * 2 >= references.asked)
    return evidence
  return {
    ...evidence,
    hosts: evidence.hosts.map(host),
    contacts: evidence.contacts.map(contact),
    ...(website !== undefined && {
      website: { ...website, visits: website.visits.map(visit), pages: website.pages.map(visit) },
    }),
    ...(evidence.registrationPage !== undefined && { registrationPage: visit(evidence.registrationPage) }),
    ...(evidence.federation !== undefined && {
      federation: {
        ...evidence.federation,
        answers: evidence.federation.answers.map((answer) =>
          answer.ping.answer === 'silent' || answer.ping.answer === 'remote-error'
            ? { ...answer, ping: { ...answer.ping, answer: 'our-side' as const } }
            : answer,
        ),
      },
    }),
  }
}
/**
 * Where our host has no IPv6, the IPv6 addresses of a target are not tested: it is judged by its IPv4 addresses, for otherwise a desk
 * without IPv6 could never tell a dead service that publishes both.
 */
function isTestable(one: Contact, _: number, all: readonly Contact[]): boolean {
  const lacking = one.family === 6 && one.trouble?.code === 'our-side' && one.trouble.detail.includes('IPv6')
  return (
    !lacking ||
    !all.some(
      (other) =>
        other.family === 4 &&
        other.mode === one.mode &&
        other.target === one.target &&
        other.port === one.port,
    )
  )
}
const detail = 'our own connection was in doubt'
const host = (answer: HostAnswer): HostAnswer =>
  answer.result === 'nxdomain' || answer.result === 'nodata' ? { ...answer, result: 'timed-out' } : answer
const contact = (one: Contact): Contact =>
  one.trouble !== undefined && networkTroubles.includes(one.trouble.code)
    ? { ...one, trouble: { ...one.trouble, code: 'our-side', detail } }
    : one
const visit = (one: WebVisit): WebVisit =>
  one.trouble !== undefined && webTroubles.includes(one.trouble.code)
    ? { ...one, trouble: { code: 'our-side', detail } }
    : one
