import { createHash } from 'node:crypto'
import { MailParser, type ParsedMail } from 'mailparser'
import PostalMime from 'postal-mime'
import type { Header, OpenedMail } from '../message/message.ts'
import { author } from '../message/mailboxes.ts'
import type { Instant } from '../values/instant.ts'
import { oneSpace } from '../values/spaces.ts'
import type { Sha256 } from '../values/names.ts'
import { decodeWords, latin1, textOf } from './charset.ts'
import { signatures, type Resolve } from './dkim.ts'
import { unflowed } from './flowed.ts'
import { structure, type Leaf, type RawHeader, type Refused, type Structure } from './structure.ts'

/**
 * Raw bytes to what message/ judges: the header read by two parsers and by us, the body by our own bounded walk, DKIM
 * looked up when there is a resolver. What is too big or no mail at all is a value.
 */
export async function open(
  bytes: Uint8Array,
  receivedAt: Instant,
  resolve?: Resolve,
): Promise<OpenedMail | Refused> {
  const found = structure(bytes)
  if ('refused' in found) return found
  const headers = found.headers.map(([name, value]): Header => [
    name,
    decodeWords(value).replaceAll(/[\u0000\r\n]+/g, ' '),
  ])
  const from = found.headers.filter(([name]) => name === 'from').map(([, value]) => value)
  const text = inline(found.leaves, 'text/plain')
  const html = inline(found.leaves, 'text/html')
  return {
    raw: createHash('sha256').update(bytes).digest('hex') as Sha256,
    same: digest(found.headers, found.leaves),
    receivedAt,
    headers,
    from,
    text: text?.map(plainText).join('\n'),
    html: html
      ?.map((leaf) => textOf(leaf.content, leaf.parameters.get('charset') ?? metaCharset(leaf.content)))
      .join('\n'),
    attached: found.leaves.flatMap(attached).slice(0, 50),
    signatures: resolve === undefined ? [] : await signatures(bytes, found.headers, receivedAt, resolve),
    parsersAgree: await agree(found.headerLines, headers, from),
  }
}

function inline(leaves: readonly Leaf[], type: string): Leaf[] | undefined {
  const found = leaves.filter(
    (leaf) => leaf.type === type && !leaf.attachment && leaf.content.length < 3_000_000,
  )
  return found.length > 0 ? found : undefined
}
function plainText({ content, parameters }: Leaf): string {
  const text = textOf(content, parameters.get('charset'))
  return parameters.get('format')?.toLowerCase() === 'flowed'
    ? unflowed(text, parameters.get('delsp')?.toLowerCase() === 'yes')
    : text
}
const metaCharset = (content: Uint8Array): string | undefined =>
  /<meta[^>]{0,200}charset\s*=\s*["']?([\w:.-]{2,40})/i.exec(latin1(content.subarray(0, 4096)))?.[1]

const reports =
  /^(?:message\/(?:global-)?(?:delivery-status|disposition-notification|headers|feedback-report)|message\/feedback-report|text\/rfc822-headers|text\/calendar|message\/(?:rfc822-headers|partial))$/
const cards = /^(?:text\/(?:vcard|x-vcard|directory|json|xml)|application\/(?:vcard\+(?:xml|json)|json|xml))$/
function attached({ type, content, parameters, fileName, attachment }: Leaf): OpenedMail['attached'] {
  if (type === 'message/rfc822' || type === 'message/global')
    return [{ type: 'message/rfc822', text: mailInside(content) }]
  if (reports.test(type))
    return [{ type, text: textOf(content.subarray(0, 200_000), parameters.get('charset')) }]
  const card = (type === 'text/plain' && attachment) || cards.test(type) || /\.(?:vcf|json)$/i.test(fileName)
  return card && content.length < 100_000
    ? [
        {
          type: /\.vcf$/i.test(fileName) ? 'text/vcard' : type,
          text: textOf(content, parameters.get('charset')),
        },
      ]
    : []
}
/** A mail inside a mail: its header decoded, an empty line, its text (or its HTML as it stands). */
function mailInside(content: Uint8Array): string {
  const found = structure(content)
  if ('refused' in found) return textOf(content.subarray(0, 100_000), undefined)
  const head = found.headers.map(([name, value]) => `${name}: ${decodeWords(value)}`).join('\n')
  const text =
    inline(found.leaves, 'text/plain')?.map(plainText).join('\n') ??
    inline(found.leaves, 'text/html')
      ?.map((leaf) => textOf(leaf.content, leaf.parameters.get('charset')))
      .join('\n')
  return `${head}\n\n${(text ?? '').slice(0, 400_000)}`
}

/** Equal for two deliveries of one mail: what the author set, not what servers add on the way; line ends do not count. */
const authored = [
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'reply-to',
]
function digest(headers: readonly RawHeader[], leaves: Structure['leaves']): string {
  const hash = createHash('sha256')
  for (const [name, value] of headers)
    if (authored.includes(name)) hash.update(`${name}:${oneSpace(value).trim()}\n`)
  for (const { type, content } of leaves) {
    hash.update(`\n${type}\n`)
    hash.update(type.startsWith('text/') ? latin1(content).replaceAll('\r', '').trimEnd() : content)
  }
  return hash.digest('hex').slice(0, 32)
}

/**
 * A field that nobody compares, of printable ASCII and folded by the book, between two others: no parser can see anything
 * else in it. Most of a header is of these. The first one stays: what would come first instead could be an mbox line.
 */
const plainField =
  /(?<=\n)(?!(?:from|subject|message-id):)[a-z\d-]{1,76}:[ -~\t]*(?:\r?\n[ \t]+[!-~][ -~\t]*)*\r?\n(?=[a-z\d-]{1,76}:)/gi
const contentField = /^content-(?:type|transfer-encoding)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*\n?/gim

/** Whether mailparser, postal-mime and we see the same author, Subject and Message-ID. They get of the header only what bears on that. */
async function agree(head: string, headers: readonly Header[], from: readonly string[]): Promise<boolean> {
  const own = author(from)
  if ('odd' in own) return false
  const asked = head
    .replaceAll(contentField, '')
    .replace(/[\r\n]+$/, '')
    .replaceAll(plainField, '')
  const alone = Buffer.from(`${asked}\r\n\r\n`, 'latin1')
  const one = await byMailparser(alone)
  const other = await PostalMime.parse(alone).catch(() => undefined)
  if (one === undefined || other === undefined) return false
  const addresses = one.from?.value ?? []
  const same = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase()
  if (
    addresses.length !== 1 ||
    !same(addresses[0]?.address, own.address) ||
    !same(other.from?.address, own.address)
  )
    return false
  const letters = (text: string | undefined) => (text ?? '').toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const value = (name: string) => headers.find(([field]) => field === name)?.[1]
  const subject = letters(value('subject'))
  if (letters(one.subject) !== subject || letters(other.subject) !== subject) return false
  const id = letters(value('message-id'))
  return letters(one.messageId) === id && letters(other.messageId) === id
}
/** What mailparser's simpleParser would make of a header; it tells as soon as it knows, and need not go on to a body that is not there. */
type Seen = Pick<ParsedMail, 'from' | 'subject' | 'messageId'>
function byMailparser(head: Buffer): Promise<Seen | undefined> {
  return new Promise((done) => {
    const parser = new MailParser()
    const settle = (seen: Seen | undefined) => {
      done(seen)
      parser.destroy()
    }
    parser.on('headers', (seen) =>
      settle({
        from: seen.get('from') as ParsedMail['from'],
        subject: seen.get('subject') as ParsedMail['subject'],
        messageId: seen.get('message-id') as ParsedMail['messageId'],
      }),
    )
    parser.on('error', () => settle(undefined))
    parser.on('end', () => settle(undefined))
    parser.end(head)
    parser.resume()
  })
}
