import { generateKeyPairSync } from 'node:crypto'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { readMail, type ReadContext, type ReadOutcome } from '../../../src/intake/read.ts'
import type { Resolve } from '../../../src/intake/dkim.ts'
import { parsed } from '../../../src/sorting/parsed.ts'
import type { Reading } from '../../../src/sorting/reading.ts'
import type { Instant } from '../../../src/values/instant.ts'
import type { EmailAddress } from '../../../src/values/names.ts'

export const now = '2026-11-22T10:05:00.000Z' as Instant
export const desk = 'verification@jabber.org' as EmailAddress
export const believing: ReadContext = { address: desk, authenticate: { with: 'none' } }

const usual: Readonly<Record<string, string>> = {
  From: 'Jane Doe <jane@example.org>',
  To: desk,
  Subject: 'our service',
  Date: 'Sun, 22 Nov 2026 10:00:00 +0000',
  'Message-ID': '<1@example.org>',
  'MIME-Version': '1.0',
  'Content-Type': 'text/plain; charset=utf-8',
}
/** A mail as bytes; a header given as `undefined` is left out. */
export function mail(body: string, headers: Readonly<Record<string, string | undefined>> = {}): Buffer {
  const all = Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== undefined)
  const text = `${all.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n${body}`
  return Buffer.from(text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'))
}
/** A mail with these parts; the outer type is `multipart/KIND`. */
export function multipart(
  kind: string,
  parts: readonly (readonly [type: string, body: string])[],
  headers: Readonly<Record<string, string | undefined>> = {},
): Buffer {
  const body = parts.map(([type, text]) => `--=b\nContent-Type: ${type}\n\n${text}\n`).join('')
  return mail(`${body}--=b--\n`, { 'Content-Type': `multipart/${kind}; boundary="=b"`, ...headers })
}

export const outcome = (bytes: Uint8Array, context: ReadContext = believing): Promise<ReadOutcome> =>
  readMail(bytes, now, context)
export async function reading(bytes: Uint8Array, context: ReadContext = believing): Promise<Reading> {
  const found = await outcome(bytes, context)
  if ('failed' in found) throw new Error(`not read: ${found.failed}, ${found.detail}`)
  return found.read
}
type Parsed = {
  readonly kind: string
  readonly submission: Record<string, unknown>
  readonly submissions: readonly {
    readonly submission: Record<string, unknown>
    readonly missing: readonly string[]
    readonly problems: readonly Problem[]
  }[]
  readonly missing: readonly string[]
  readonly problems: readonly Problem[]
  readonly domains: readonly string[]
  readonly command: { readonly verb: string; readonly argument: string } | null
  readonly commands: readonly { readonly verb: string; readonly argument: string; readonly row?: number }[]
  readonly bounce?: {
    readonly recipient?: string
    readonly status?: string
    readonly permanent: boolean
    readonly originalMessageId?: string
  }
  readonly bounces?: readonly unknown[]
  readonly written: string
}
type Problem = {
  readonly field: string
  readonly code: string
  readonly value: string
  readonly line: number
}
/** What `vouch parse --json` says of a mail. */
export const understood = async (bytes: Uint8Array): Promise<Parsed> =>
  parsed(await reading(bytes)) as unknown as Parsed
export const said = (
  body: string,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<Parsed> => understood(mail(body, headers))
/** An answer to a letter of ours. */
export const answered = (
  body: string,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<Parsed> =>
  said(body, {
    Subject: 'Re: [IM-2026-0001] im.example.org',
    'In-Reply-To': '<im-2026-0001.4.0123456789abcdef0123@jabber.org>',
    ...headers,
  })

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
/** A DNS that knows one key for every domain named, and nothing else. */
export const keysOf = (...domains: readonly string[]): Resolve => keysWith('', ...domains)
/** The same with more tags in the key's record. */
export const keysWith =
  (tags: string, ...domains: readonly string[]): Resolve =>
  (name) =>
    domains.some((domain) => name === `sel._domainkey.${domain}`)
      ? Promise.resolve([[`v=DKIM1; ${tags}k=rsa; p=${keys.publicKey.toString('base64')}`]])
      : Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
type Signing = {
  readonly domain?: string
  readonly selector?: string
  readonly headers?: string
  readonly algorithm?: 'rsa-sha256' | 'rsa-sha1'
  readonly at?: string
  readonly length?: number
  readonly expires?: string
}
/** The mail with a valid DKIM signature on top. */
export async function signed(
  bytes: Buffer,
  {
    domain = 'example.org',
    selector = 'sel',
    headers = 'From:Subject:Date:To:Message-ID',
    algorithm = 'rsa-sha256',
    at = '2026-11-22T10:00:00Z',
    length,
  }: Signing = {},
): Promise<Buffer> {
  const options = {
    canonicalization: 'relaxed/relaxed',
    signTime: new Date(at),
    signatureData: [
      {
        signingDomain: domain,
        selector,
        privateKey: keys.privateKey,
        algorithm,
        ...(length !== undefined && { maxBodyLength: length }),
      },
    ],
    headerList: headers,
  }
  const { signatures, errors } = await dkimSign(bytes, options as unknown as Parameters<typeof dkimSign>[1])
  if (errors.length > 0) throw new Error(String(errors[0]))
  return Buffer.concat([Buffer.from(signatures), bytes])
}
