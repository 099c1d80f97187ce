import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import type { DkimResult } from '../message/message.ts'
import { instant, millis, type Instant } from '../values/instant.ts'
import { parseDomainName } from '../values/domain-name.ts'
import { latin1 } from './charset.ts'
import type { RawHeader } from './structure.ts'

/** TXT records of a name, as `dns.promises.resolveTxt` gives them; rejects with ENOTFOUND or ENODATA when there are none. */
export type Resolve = (name: string) => Promise<string[][]>
const mostSignatures = 8 // each costs a hash over the body and a look-up

/** All DKIM signatures of a mail and what became of them. Whether one suffices is for message/ to say. */
export async function signatures(
  bytes: Uint8Array,
  headers: readonly RawHeader[],
  now: Instant,
  resolve: Resolve,
): Promise<DkimResult[]> {
  const own = headers.filter(([name]) => name === 'dkim-signature')
  if (own.length === 0 || own.length > mostSignatures) return []
  const limited = own.filter(([, value]) => /(?:^|;)\s*l\s*=/i.test(value))
  // A signature that leaves off part of the body proves nothing about it. It is not even tried: mailauth prints on some of these.
  const skipped = limited.flatMap(([, value]): DkimResult[] => {
    const domain = parseDomainName(/(?:^|;)\s*d\s*=\s*([^;\s]+)/i.exec(value)?.[1] ?? '')
    return domain === undefined
      ? []
      : [
          {
            domain,
            result: 'pass',
            signedHeaders: signed(/(?:^|;)\s*h\s*=([^;]+)/i.exec(value)?.[1]),
            wholeBody: false,
          },
        ]
  })
  if (limited.length === own.length) return skipped
  const { results } = await dkimVerify(Buffer.from(limited.length > 0 ? withoutLimited(bytes) : bytes), {
    curTime: new Date(millis(now)),
    resolver: (name: string) => asked(name, resolve),
  } as Parameters<typeof dkimVerify>[1])
  // mailauth mixes in what an ARC-Seal claims: a forwarder's word, not the author's.
  const written = own.map(([, value]) => value.replaceAll(/\s/g, ''))
  const ours = (results as unknown as readonly Result[]).filter(
    ({ signature }) =>
      signature !== undefined && written.some((value) => value.includes(signature.replaceAll(/\s/g, ''))),
  )
  return [...ours.flatMap(one), ...skipped]
}

/** A selector may hold anything; a NUL in it ends the name for a C library, and the key would come from elsewhere. */
function asked(name: string, resolve: Resolve): Promise<string[][]> {
  if (name.length <= 253 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i.test(name))
    return resolve(name).then((records) => {
      const usable = records.filter((chunks) => isForMail(chunks.join('')))
      if (usable.length > 0) return usable
      throw Object.assign(new Error('no key for mail'), { code: 'ENODATA' })
    })
  return Promise.reject(Object.assign(new Error('no DNS name'), { code: 'ENOTFOUND' }))
}

/** RFC 6376 §3.6.1: a key for another service, for another hash, or one that its domain only tries out (`t=y`) is none. */
function isForMail(record: string): boolean {
  const tag = (name: string) =>
    new RegExp(String.raw`(?:^|;)\s*${name}\s*=([^;]*)`, 'i')
      .exec(record)?.[1]
      ?.toLowerCase()
      .split(':')
      .map((one) => one.trim())
  const service = tag('s') ?? ['*']
  return (
    (service.includes('*') || service.includes('email')) &&
    (tag('h') ?? ['sha256']).includes('sha256') &&
    tag('t')?.includes('y') !== true
  )
}

type Result = {
  readonly signature?: string
  readonly signingDomain?: string
  readonly algo?: string
  readonly signTime?: string | null
  readonly canonBodyLengthLimited?: boolean
  readonly signingHeaders?: { readonly keys?: string }
  readonly status: {
    readonly result: string
    readonly comment?: string | false
    readonly underSized?: number
  }
}
function one({
  signingDomain,
  algo,
  signTime,
  canonBodyLengthLimited,
  signingHeaders,
  status,
}: Result): DkimResult[] {
  const domain = parseDomainName(signingDomain ?? '')
  if (domain === undefined) return []
  // RFC 8301 §3.1: a signature over SHA-1 proves nothing.
  const sound = !/sha1$/i.test((algo ?? '').trim())
  const said =
    status.result === 'pass'
      ? sound
        ? 'pass'
        : 'fail'
      : status.result === 'temperror'
        ? 'temporary'
        : status.comment === 'no key'
          ? 'none'
          : 'fail'
  const time = signTime === undefined || signTime === null ? Number.NaN : Date.parse(signTime)
  return [
    {
      domain,
      result: said,
      signedHeaders: signed(signingHeaders?.keys),
      wholeBody: canonBodyLengthLimited !== true && status.underSized === undefined,
      ...(!Number.isNaN(time) && { signedAt: instant(time) }),
    },
  ]
}
const signed = (keys: string | undefined): string[] =>
  (keys ?? '')
    .toLowerCase()
    .split(/[\s:]+/)
    .filter((name) => name !== '')

function withoutLimited(bytes: Uint8Array): Uint8Array {
  const all = latin1(bytes)
  const end = /\r?\n\r?\n/.exec(all)
  const head = end === null ? all : all.slice(0, end.index + 1)
  const kept = head.replaceAll(/^dkim-signature[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n?)*/gim, (field) =>
    /[:;]\s*l\s*=/i.test(field) ? '' : field,
  )
  return Buffer.from(kept + (end === null ? '' : all.slice(end.index + 1)), 'latin1')
}
