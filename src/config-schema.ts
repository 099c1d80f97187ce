import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { parseDomainName } from './values/domain-name.ts'
import { parseEmailAddress } from './values/email-address.ts'
import { days, parseDuration, showDuration, type Duration } from './values/instant.ts'
import type { DomainName, EmailAddress } from './values/names.ts'

/** What may stand in vouch.json: every key, its form and its range. Every key is optional; unknown keys are refused. */

const longest = days(36_500) // beyond it there is no date to write
/** `least` in milliseconds. A day that never comes and a wait of nothing are mistakes, except where nothing is meant. */
const durationFrom = (least: number) =>
  z.string().transform((text, context): Duration => {
    const value = parseDuration(text)
    if (value === undefined) context.addIssue(`"${text}" is no duration: write 200ms, 20s, 5m, 12h or 30d`)
    else if (value < least)
      context.addIssue(`"${text}" is too short: it must be at least ${showDuration(least)}`)
    else if (value > longest) context.addIssue(`"${text}" is too long: it must be at most 36500d`)
    return value ?? (0 as Duration)
  })
const duration = durationFrom(1)
const durationOrNone = durationFrom(0)
const rhythm = durationFrom(100) // what is done so often takes that long itself
const email = z.string().transform((text, context): EmailAddress => {
  const value = parseEmailAddress(text)
  if (value === undefined) context.addIssue(`"${text}" is no mail address`)
  return value ?? ('' as EmailAddress)
})
const domain = z.string().transform((text, context): DomainName => {
  const value = parseDomainName(text)
  if (value === undefined) context.addIssue(`"${text}" is no domain name`)
  return value ?? ('' as DomainName)
})
const hostPortForm = /^(\[[0-9a-fA-F:]+\]|[^:\s]+):(\d{1,5})$/
const hostPort = z
  .string()
  .regex(hostPortForm, 'write host:port, for example 127.0.0.1:2525')
  .superRefine((text, context) => {
    const [, host = '', port = ''] = hostPortForm.exec(text) ?? []
    if (Number(port) > 65_535) context.addIssue(`"${text}": ports end at 65535`)
    else if (/^[\d.]+$|^\[/.test(host) && !isAddress(host))
      context.addIssue(`"${text}": ${host} is no IP address`)
  })
/** DNS servers are asked by address: their names could only be looked up with themselves. */
const resolver = hostPort.superRefine((text, context) => {
  const [, host = '', port = ''] = hostPortForm.exec(text) ?? []
  if (host !== '' && (!isAddress(host) || Number(port) === 0))
    context.addIssue('write the IP address and port of a DNS server, for example 127.0.0.1:53')
})
export const isNetwork = (text: string): boolean =>
  ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)
export const isAddress = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, '')
  return ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare)
}
const networkForm = /^[0-9a-fA-F:.]+\/\d{1,3}$/
const cidr = z
  .string()
  .regex(networkForm, 'write a network, for example 127.0.0.0/8')
  .superRefine((text, context) => {
    if (networkForm.test(text) && !isNetwork(text))
      context.addIssue(`"${text}" is no network: write one as 127.0.0.0/8 or fd00::/8`)
  })
const port = z.int().min(1).max(65535)
const asked = z.enum(['required', 'optional', 'off'])
const share = z.number().gt(0).max(1)
export const weekday = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])

const loginFields = {
  host: z.string().min(1),
  user: z.string().min(1).optional(),
  passwordFile: z.string().min(1).optional(),
  certificateAuthorities: z.string().optional(),
}
export const mailboxSchema = z.union([
  z.strictObject({
    imap: z.strictObject({
      ...loginFields,
      user: z.string().min(1),
      passwordFile: z.string().min(1),
      port: port.default(993),
      tls: z.union([z.boolean(), z.literal('starttls')]).default(true),
      inbox: z.string().default('INBOX'),
      done: z.string().default('Done'),
      quarantine: z.string().default('Quarantine'),
      pollEvery: rhythm.default(30_000 as Duration),
    }),
  }),
  z.strictObject({
    maildir: z.string().min(1),
    smtp: hostPort.optional(),
    pollEvery: rhythm.default(1000 as Duration),
  }),
])
export const outgoingSchema = z.union([
  z.strictObject({
    smtp: z.strictObject({
      ...loginFields,
      port: port.default(587),
      tls: z.union([z.boolean(), z.literal('starttls')]).default('starttls'),
    }),
  }),
  z.strictObject({ maildir: z.string().min(1) }),
])
export const schema = z.strictObject({
  $schema: z.string().optional(),
  address: email.optional(),
  name: z.string().min(1).optional(),
  mailbox: mailboxSchema.optional(),
  outgoing: outgoingSchema.optional(),
  authenticate: z
    .discriminatedUnion('with', [
      z.strictObject({ with: z.literal('dkim') }),
      z.strictObject({ with: z.literal('header'), server: z.string().min(1) }),
      z.strictObject({ with: z.literal('none') }),
    ])
    .optional(),
  reviewers: z.array(z.strictObject({ name: z.string().min(1), email })).optional(),
  quorum: z.int().min(1).optional(),
  team: z.array(email).optional(),
  digest: z
    .strictObject({
      day: weekday.optional(),
      at: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day, for example 08:00')
        .optional(),
      timeZone: z
        .string()
        .refine(isTimeZone, 'is no time zone that this system knows, for example Europe/Vienna')
        .optional(),
      whenEmpty: z.boolean().optional(),
    })
    .optional(),
  data: z.string().min(1).optional(),
  web: z
    .strictObject({
      listen: hostPort.optional(),
      url: z.url({ protocol: /^https?$/ }).optional(),
      metrics: hostPort.optional(),
    })
    .optional(),
  xmpp: z
    .strictObject({
      accounts: z
        .array(
          z.strictObject({
            jid: z.string().includes('@'),
            passwordFile: z.string().min(1),
            host: z.string().optional(),
            port: port.optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  probe: z
    .strictObject({
      resolvers: z.array(resolver).min(1).optional(),
      certificateAuthorities: z.string().optional(),
      allow: z.array(cidr).optional(),
      references: z.array(domain).optional(),
      source: z.string().optional(),
    })
    .optional(),
  policy: z
    .strictObject({
      trial: duration,
      trialAtMost: duration,
      uptime: share,
      coverage: share,
      probeEvery: rhythm,
      recheckEvery: durationFrom(1000),
      recheckAtMost: durationOrNone,
      secondLook: durationOrNone,
      consent: asked,
      adminChat: asked,
      phone: asked,
      undoWindow: durationOrNone,
      tokenLife: duration,
      remindReviewers: z.array(duration),
      remindOperator: z.array(duration),
      expireAfter: duration,
      suspendBelow: share,
      suspendAfterDown: duration,
      delistAfter: duration,
      certificateWarnings: z.array(duration),
      maintenanceAtMost: durationOrNone,
      keepMail: duration,
      keepClosed: duration,
    })
    .partial()
    .optional(),
})
export type File = z.output<typeof schema>

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

type Issue = z.core.$ZodIssue
/** One line for each problem, named by its whole key. A union's problem is that of the branch that fits best: the one whose key was written. */
export function problems(issues: readonly Issue[], above: readonly PropertyKey[] = []): string[] {
  return issues.flatMap((issue): string[] => {
    const path = [...above, ...issue.path]
    const name = path.join('.') || 'the file'
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${[...path, key].join('.')}: unknown key`)
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const words = issue.errors.map(([one]) => (one && one.path.length === 0 ? expected(one) : undefined))
      if (words.every((one) => one !== undefined)) return [`${name}: expected ${words.join(' or ')}`]
      const strange = (branch: readonly Issue[]) =>
        branch.filter((one) => one.code === 'unrecognized_keys' && one.path.length === 0).length
      const best = issue.errors.toSorted((a, b) => strange(a) - strange(b) || a.length - b.length)[0] ?? []
      return problems(best, path)
    }
    return [`${name}: ${issue.message.replace(/^Invalid input: /, '')}`]
  })
}

/** What a plain value should be; undefined: the trouble is inside it. */
function expected(issue: Issue): string | undefined {
  if (issue.code === 'invalid_value') return issue.values.map((one) => JSON.stringify(one)).join(' or ')
  return issue.code === 'invalid_type' && issue.expected === 'boolean' ? 'true or false' : undefined
}

/** What no single key shows: held against each other as they are written, also where other keys are wrong. */
export function contradictions(json: unknown): string[] {
  const at = (...path: string[]): unknown => path.reduce(inside, json)
  const count = (...path: string[]) => {
    const list = at(...path)
    return Array.isArray(list) ? list.length : 0
  }
  const wrong: string[] = []
  if (at('policy', 'adminChat') === 'required' && count('xmpp', 'accounts') === 0)
    wrong.push('policy.adminChat: is required, but xmpp.accounts names no account to write from')
  const [quorum, reviewers] = [at('quorum'), count('reviewers')]
  if (typeof quorum === 'number' && quorum > reviewers)
    wrong.push(`quorum: ${quorum} approvals are asked for, but reviewers names ${reviewers}`)
  const time = (key: string) => {
    const text = at('policy', key)
    return typeof text === 'string' ? parseDuration(text) : undefined
  }
  const [trial, most] = [time('trial') ?? days(30), time('trialAtMost')]
  if (most !== undefined && most < trial) wrong.push('policy.trialAtMost: is shorter than policy.trial')
  return wrong
}
const inside = (value: unknown, key: string): unknown =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined

/** Where the file names other files, by the whole key: also in a file that has other problems. */
export function filesNamed(json: unknown, above: readonly string[] = []): { key: string; path: string }[] {
  if (json === null || typeof json !== 'object') return []
  return Object.entries(json).flatMap(([name, value]) => {
    const key = [...above, name]
    if (typeof value !== 'string') return filesNamed(value, key)
    return name === 'passwordFile' || name === 'certificateAuthorities'
      ? [{ key: key.join('.'), path: value }]
      : []
  })
}

/** For editors: the JSON schema of vouch.json; kept as src/vouch.schema.json. */
export const configSchema = (): unknown => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
