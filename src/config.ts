import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { z } from 'zod'
import {
  contradictions,
  filesNamed,
  problems,
  schema,
  type File,
  type mailboxSchema,
  type outgoingSchema,
  type weekday,
} from './config-schema.ts'
import type { Duration } from './values/instant.ts'
import type { DomainName, EmailAddress } from './values/names.ts'
import { policyWith, type Policy } from './policy/policy.ts'

export { isAddress, isNetwork } from './config-schema.ts'

/** The only reader of the config file, the environment and secret files; what may stand in them is in config-schema.ts. */

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

/** What a secret is while nobody may need it; else the file as it is now: a changed password counts from the next login on. */
type Secrets = (path: string, base: string) => Password
export type Password = () => string

/**
 * `file`: named on the command line (must exist) or undefined (./vouch.json when it is there, else the embedded default).
 * `data`: overrides the data folder. Paths in the file are relative to the file. `secrets`: false, and no password file is looked at.
 * @throws ConfigError with all problems
 */
export function readConfig(
  file: string | undefined,
  data?: string,
  cwd: string = process.cwd(),
  secrets = true,
): Config {
  const secretOf: Secrets = secrets ? readSecret : () => () => ''
  const path = file ?? join(cwd, 'vouch.json')
  if (file === undefined && !existsSync(path)) return complete({}, cwd, data, true, secretOf)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError(cannotRead(path, error))
  }
  const base = dirname(resolve(path))
  return complete(parse(text, path, base, secrets), base, data, false, secretOf)
}
function cannotRead(path: string, error: unknown): string {
  const { code = 'error' } = error as NodeJS.ErrnoException
  const advice =
    code === 'EACCES' || code === 'EPERM'
      ? 'run this as a user who may read it (runuser -u USER -- vouch …), or change its rights'
      : 'create it or correct the path'
  return `cannot read ${path} (${code}): ${advice}`
}

/** Windows editors put a mark in front. */
export const unmarked = (text: string): string => text.replace(/^\ufeff/, '')
/** @throws ConfigError with every problem there is: of form, of files that cannot be read, of keys that contradict each other */
function parse(text: string, path: string, base: string, secrets: boolean): File {
  let json: unknown
  try {
    json = JSON.parse(unmarked(text))
  } catch (error) {
    throw new ConfigError(`${path} is not JSON: ${(error as Error).message}`)
  }
  const result = schema.safeParse(json)
  const wrong = [
    ...(result.success ? [] : problems(result.error.issues)),
    ...filesNamed(json)
      .filter(({ key }) => secrets || !key.endsWith('passwordFile'))
      .flatMap((file) => unreadable(file, base)),
    ...contradictions(json),
  ]
  if (result.success && wrong.length === 0) return result.data
  throw new ConfigError(
    `${path}:${wrong.length === 1 ? ` ${wrong[0]}` : wrong.map((line) => `\n  ${line}`).join('')}`,
  )
}
function unreadable({ key, path }: { key: string; path: string }, base: string): string[] {
  try {
    readBeside(path, base)
    return []
  } catch (error) {
    return [`${key}: ${cannotRead(resolve(base, path), error)}`]
  }
}

function complete(
  given: File,
  base: string,
  data: string | undefined,
  embedded: boolean,
  secretOf: Secrets,
): Config {
  const at = (path: string) => resolve(base, path)
  const folder = data === undefined ? at(given.data ?? 'data') : resolve(data)
  const policyGiven = Object.fromEntries(
    Object.entries(given.policy ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<Policy>
  const mailbox: MailboxConfig =
    given.mailbox === undefined
      ? { maildir: join(folder, 'mailbox'), smtp: '127.0.0.1:2525', pollEvery: 1000 as Duration }
      : 'imap' in given.mailbox
        ? { imap: login(given.mailbox.imap, base, secretOf) }
        : { ...given.mailbox, maildir: at(given.mailbox.maildir) }
  const outgoing: OutgoingConfig =
    given.outgoing === undefined
      ? { maildir: join(folder, 'sent') }
      : 'smtp' in given.outgoing
        ? { smtp: login(given.outgoing.smtp, base, secretOf) }
        : { maildir: at(given.outgoing.maildir) }
  const roots = given.probe?.certificateAuthorities
  const accounts = (given.xmpp?.accounts ?? []).map((account) => ({
    jid: account.jid,
    password: secretOf(account.passwordFile, base)(),
    ...(account.host !== undefined && { host: account.host }),
    ...(account.port !== undefined && { port: account.port }),
  }))
  return {
    embedded,
    address: given.address ?? ('verification@jabber.org' as EmailAddress),
    name: given.name ?? 'Jabber.org service verification',
    mailbox,
    outgoing,
    authenticate: given.authenticate ?? { with: embedded ? 'none' : 'dkim' },
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
      extraRoots: roots === undefined ? '' : readBeside(roots, base),
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
  readonly password?: Password
  readonly ca?: string
}
function login<T extends { passwordFile?: string | undefined; certificateAuthorities?: string | undefined }>(
  { passwordFile, certificateAuthorities, ...rest }: T,
  base: string,
  secretOf: Secrets,
): Login<T> {
  return {
    ...rest,
    ...(passwordFile !== undefined && { password: secretOf(passwordFile, base) }),
    ...(certificateAuthorities !== undefined && { ca: readBeside(certificateAuthorities, base) }),
  }
}

/** Read now, and again whenever it is asked for; a file that cannot be read just then is as it was. */
function readSecret(path: string, base: string): Password {
  let last = readBeside(path, base).trim()
  return () => {
    try {
      last = readBeside(path, base).trim()
    } catch {
      // being replaced at this moment: the next login reads it
    }
    return last
  }
}
/** A file that the config names: of systemd's LoadCredential when it has one of that name, else relative to the config. */
function readBeside(path: string, base: string): string {
  const credentials = process.env['CREDENTIALS_DIRECTORY']
  const credential = credentials === undefined ? undefined : join(credentials, path)
  return readFileSync(
    credential !== undefined && existsSync(credential) ? credential : resolve(base, path),
    'utf8',
  )
}
