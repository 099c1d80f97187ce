import type { Command } from '../commands/command.ts'
import { missing, type Submission } from '../submission/submission.ts'
import type { DomainName } from '../values/names.ts'
import type { Reading } from './reading.ts'

/** PURE: what `vouch parse --json` prints of a Reading, key for key as the contract has it. */
export function parsed(reading: Reading): Record<string, unknown> {
  const { kind, message, submissions, commands } = reading
  const asked = kind === 'submission'
  const each = submissions.map((one) => shown(one, asked))
  const [first] = each
  const domains = [
    ...new Set(
      submissions.map(({ claims }) => claims.domain).filter((one): one is DomainName => one !== undefined),
    ),
  ]
  const [bounce] = message.bounces
  return {
    kind,
    ...(kind === 'automatic' && { automatic: message.automatic }),
    submissions: each,
    submission: first?.submission ?? {},
    missing: first?.missing ?? [],
    problems: first?.problems ?? [],
    domains,
    command: commands[0] === undefined ? null : command(commands[0]),
    commands: commands.map(command),
    ...(bounce !== undefined && { bounce, bounces: message.bounces }),
    ...(reading.unclear !== undefined && { unclear: reading.unclear }),
    ...(message.author !== undefined && { author: message.author }),
    authenticity: message.authenticity,
    subject: message.subject,
    ...(message.tag !== undefined && { tag: message.tag }),
    written: message.written.map(({ text }) => text).join('\n'),
  }
}

function shown({ claims, problems }: Submission, whole: boolean) {
  const admin = {
    name: claims['admin.name'],
    email: claims['admin.email'],
    jid: claims['admin.jid'],
    phone: claims['admin.phone'],
  }
  // With a fault in a coordinate there is no location, not even a country alone.
  const faulty = problems.some(({ field }) => field === 'location')
  const location = { ...claims.location, country: faulty ? undefined : claims.country }
  const some = (of: object) => Object.values(of).some((value) => value !== undefined)
  return {
    submission: defined({
      domain: claims.domain,
      certificateAuthority: claims.certificateAuthority,
      directTlsPort: claims.directTlsPort,
      website: claims.website,
      admin: some(admin) ? defined(admin) : undefined,
      location: some(location) ? defined(location) : undefined,
      serverSoftware: claims.serverSoftware,
      description: claims.description,
      founded: claims.founded,
      registration: claims.registration,
    }),
    missing: whole ? missing(claims, problems) : [],
    problems: problems.map(({ field, code, value, line }) => ({ field, code, value, line })),
  }
}
const defined = (of: object): object =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined))
/** Verb and argument as the contract has them; what a verb holds besides stays beside. */
const command = (one: Command): object => ({ argument: '', ...one })
