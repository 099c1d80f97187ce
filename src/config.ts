import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { parseDomainName } from './values/domain-name.ts'
import { parseEmailAddress } from './values/email-address.ts'
import { parseDuration, type Duration } from './values/instant.ts'
import type { DomainName, EmailAddress } from './values/names.ts'
import { policyWith, type Policy } from './policy/policy.ts'

/** The only reader of the config file, the environment and secret files. Every key is optional; unknown keys are refused. */

const duration = z.string().transform((text, context): Duration => {
  const value = parseDuration(text)
  if (value === undefined) context.addIssue(`"${text}" is no duration: write 200ms, 20s, 5m, 12h or 30d`)
  return value ?? (0 as Duration)
})
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
const hostPort = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}$/, 'write host:port, for example 127.0.0.1:2525')
const cidr = z.string().regex(/^[0-9a-fA-F:.]+\/\d{1,3}$/, 'write a network, for example 127.0.0.0/8')
const port = z.int().min(1).max(65535)
const asked = z.enum(['required', 'optional', 'off'])
const share = z.number().gt(0).max(1)
const weekday = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])

const loginFields = {
  host: z.string().min(1),
  user: z.string().min(1).optional(),
  passwordFile: z.string().min(1).optional(),
  certificateAuthorities: z.string().optional(),
}
const mailboxSchema = z.union([
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
      pollEvery: duration.default(30_000 as Duration),
    }),
  }),
  z.strictObject({
    maildir: z.string().min(1),
    smtp: hostPort.optional(),
    pollEvery: duration.default(1000 as Duration),
  }),
])
const outgoingSchema = z.union([
  z.strictObject({
    smtp: z.strictObject({
      ...loginFields,
      port: port.default(587),
      tls: z.union([z.boolean(), z.literal('starttls')]).default('starttls'),
    }),
  }),
  z.strictObject({ maildir: z.string().min(1) }),
])
const schema = z.strictObject({
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
    .strictObject({ listen: hostPort.optional(), url: z.url().optional(), metrics: hostPort.optional() })
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
      resolvers: z.array(hostPort).min(1).optional(),
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
      probeEvery: duration,
      recheckEvery: duration,
      recheckAtMost: duration,
      secondLook: duration,
      consent: asked,
      adminChat: asked,
      phone: asked,
      undoWindow: duration,
      tokenLife: duration,
      remindReviewers: z.array(duration),
      remindOperator: z.array(duration),
      expireAfter: duration,
      suspendBelow: share,
      suspendAfterDown: duration,
      delistAfter: duration,
      certificateWarnings: z.array(duration),
      maintenanceAtMost: duration,
      keepMail: duration,
      keepClosed: duration,
    })
    .partial()
    .optional(),
})
type File = z.output<typeof schema>

type ImapFile = Extract<z.output<typeof mailboxSchema>, { imap: unknown }>['imap']
type SmtpFile = Extract<z.output<typeof outgoingSchema>, { smtp: unknown }>['smtp']
export type MailboxConfig =
  | { readonly imap: Login<ImapFile> }
  | { readonly maildir: string; readonly smtp?: string | undefined; readonly pollEvery: Duration }
export type OutgoingConfig = { readonly smtp: Login<SmtpFile> } | { readonly maildir: string }
export type Authenticate = NonNullable<File['authenticate']>
export type Config = {
  readonly embedded: boolean // no config file: the default world of one machine
  readonly address: EmailAddress
  readonly name: string
  readonly mailbox: MailboxConfig
  readonly outgoing: OutgoingConfig
  readonly authenticate: Authenticate
  readonly reviewers: readonly { readonly name: string; readonly email: EmailAddress }[]
  readonly team: readonly EmailAddress[]
  readonly digest: {
    readonly day: z.output<typeof weekday>
    readonly at: string
    readonly timeZone: string
    readonly whenEmpty: boolean
  }
  readonly data: string
  readonly web: { readonly listen: string; readonly url?: string; readonly metrics?: string }
  readonly accounts: readonly {
    readonly jid: string
    readonly password: string
    readonly host?: string
    readonly port?: number
  }[]
  readonly probe: {
    readonly resolvers: readonly string[] // empty: the system's
    readonly extraRoots: string // PEM
    readonly allow: readonly string[]
    readonly references: readonly DomainName[]
    readonly source?: string
  }
  readonly policy: Policy
}

/** Every problem at once, one line each, for a person. */
export class ConfigError extends Error {
  override name = 'ConfigError' as const
}

export const defaultReferences = ['jabber.de', 'conversations.im', 'xmpp.org'] as DomainName[]

/**
 * `file`: named on the command line (must exist) or undefined (./vouch.json when it is there, else the embedded default).
 * `data`: overrides the data folder. Paths in the file are relative to the file.
 * @throws ConfigError with all problems
 */
export function readConfig(file: string | undefined, data?: string, cwd: string = process.cwd()): Config {
  const path = file ?? join(cwd, 'vouch.json')
  if (file === undefined && !existsSync(path)) return complete({}, cwd, data, true)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError(`cannot read ${path}: ${(error as Error).message}`)
  }
  return complete(parse(text, path), dirname(resolve(path)), data, false)
}

function parse(text: string, path: string): File {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new ConfigError(`${path} is not JSON: ${(error as Error).message}`)
  }
  const result = schema.safeParse(json)
  if (result.success) return result.data
  throw new ConfigError(
    `${path}:\n${problems(result.error.issues)
      .map((line) => `  ${line}`)
      .join('\n')}`,
  )
}
type Issue = z.core.$ZodIssue
/** A union's problem is that of the branch that fits best: the one whose key was written. */
function problems(issues: readonly Issue[], above: readonly PropertyKey[] = []): string[] {
  return issues.flatMap((issue): string[] => {
    const path = [...above, ...issue.path]
    const name = path.join('.') || 'the file'
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${[...path, key].join('.')}: unknown key`)
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const strange = (branch: readonly Issue[]) =>
        branch.filter((one) => one.code === 'unrecognized_keys' && one.path.length === 0).length
      const best = issue.errors.toSorted((a, b) => strange(a) - strange(b) || a.length - b.length)[0] ?? []
      return problems(best, path)
    }
    return [`${name}: ${issue.message.replace(/^Invalid input: /, '')}`]
  })
}

function complete(given: File, base: string, data: string | undefined, embedded: boolean): Config {
  const at = (path: string) => resolve(base, path)
  const folder = data === undefined ? at(given.data ?? 'data') : resolve(data)
  const wrong: string[] = []
  const secret = (path: string) => readSecret(path, base, wrong)
  const policyGiven = Object.fromEntries(
    Object.entries(given.policy ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<Policy>
  const plain = given.mailbox === undefined && given.authenticate === undefined
  const mailbox: MailboxConfig =
    given.mailbox === undefined
      ? { maildir: join(folder, 'mailbox'), smtp: '127.0.0.1:2525', pollEvery: 1000 as Duration }
      : 'imap' in given.mailbox
        ? { imap: login(given.mailbox.imap, base, wrong) }
        : { ...given.mailbox, maildir: at(given.mailbox.maildir) }
  const outgoing: OutgoingConfig =
    given.outgoing === undefined
      ? { maildir: join(folder, 'sent') }
      : 'smtp' in given.outgoing
        ? { smtp: login(given.outgoing.smtp, base, wrong) }
        : { maildir: at(given.outgoing.maildir) }
  const roots =
    given.probe?.certificateAuthorities === undefined
      ? ''
      : readText(at(given.probe.certificateAuthorities), 'probe.certificateAuthorities', wrong)
  const accounts = (given.xmpp?.accounts ?? []).map((account) => ({
    jid: account.jid,
    password: secret(account.passwordFile),
    ...(account.host !== undefined && { host: account.host }),
    ...(account.port !== undefined && { port: account.port }),
  }))
  if (accounts.length === 0 && given.policy?.adminChat === 'required')
    wrong.push('policy.adminChat: is required, but xmpp.accounts names no account to write from')
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'))
  return {
    embedded,
    address: given.address ?? ('verification@jabber.org' as EmailAddress),
    name: given.name ?? 'Jabber.org service verification',
    mailbox,
    outgoing,
    authenticate: given.authenticate ?? { with: plain && embedded ? 'none' : 'dkim' },
    reviewers:
      given.reviewers ??
      (embedded ? [{ name: 'Reviewer', email: 'reviewer@example.org' as EmailAddress }] : []),
    team:
      given.team ??
      (embedded ? (['team@example.org'] as EmailAddress[]) : (given.reviewers ?? []).map((one) => one.email)),
    digest: { day: 'monday', at: '08:00', timeZone: 'UTC', whenEmpty: false, ...defined(given.digest) },
    data: folder,
    web: { listen: '127.0.0.1:8080', ...defined(given.web) },
    accounts,
    probe: {
      resolvers: given.probe?.resolvers ?? [],
      extraRoots: roots,
      allow: given.probe?.allow ?? [],
      references: given.probe?.references ?? defaultReferences,
      ...(given.probe?.source !== undefined && { source: given.probe.source }),
    },
    policy: policyWith({
      ...(embedded && { consent: 'off' as const }),
      ...policyGiven,
      ...(accounts.length === 0 && { adminChat: 'off' as const }), // nobody of ours can write
      ...(given.quorum !== undefined && { quorum: given.quorum }),
    }),
  }
}
const defined = <T extends object>(given: T | undefined) =>
  Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>
  }

/** A login as the file names it, with its password and extra roots read. */
export type Login<T> = Omit<T, 'passwordFile' | 'certificateAuthorities'> & {
  readonly password?: string
  readonly ca?: string
}
function login<T extends { passwordFile?: string | undefined; certificateAuthorities?: string | undefined }>(
  { passwordFile, certificateAuthorities, ...rest }: T,
  base: string,
  wrong: string[],
): Login<T> {
  return {
    ...rest,
    ...(passwordFile !== undefined && { password: readSecret(passwordFile, base, wrong) }),
    ...(certificateAuthorities !== undefined && {
      ca: readText(resolve(base, certificateAuthorities), 'certificateAuthorities', wrong),
    }),
  }
}

function readSecret(path: string, base: string, wrong: string[]): string {
  const credentials = process.env['CREDENTIALS_DIRECTORY'] // systemd's LoadCredential
  const credential = credentials === undefined ? undefined : join(credentials, path)
  const file = credential !== undefined && existsSync(credential) ? credential : resolve(base, path)
  return readText(file, 'passwordFile', wrong).trim()
}
function readText(file: string, key: string, wrong: string[]): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    wrong.push(
      `${key}: cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'error'}): create it or correct the path`,
    )
    return ''
  }
}
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** For editors: the JSON schema of vouch.json; kept as src/vouch.schema.json. */
export const configSchema = (): unknown => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
