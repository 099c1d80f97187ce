import { createHash } from 'node:crypto'
import { Resvg } from '@resvg/resvg-js'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Written } from '../letters/letters.ts'
import { mailDate, type Instant } from '../values/instant.ts'

/** All that stands above the words. Addresses are addr-specs; ids have their angle brackets. */
export type LetterHeaders = {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly replyTo: string // the token address
  readonly messageId: string
  readonly date: Instant
  readonly inReplyTo?: string
  readonly references?: readonly string[] // oldest first
  readonly automatic: 'auto-replied' | 'auto-generated' // RFC 3834 §5
  readonly unsubscribe?: string // an addr-spec: List-Unsubscribe, for what comes regularly
  readonly listId?: string // RFC 2919, with it
}

/**
 * The bytes of a letter, the same for the same input: composed once, stored, and sent as they are however often.
 * multipart/alternative, text first; the HTML part with its pictures as PNG (mail programs show no SVG); 7-bit, no line
 * over 76 in the bodies. Nothing given can add a header or a recipient: control characters never pass.
 */
export async function composeMail(written: Written, headers: LetterHeaders): Promise<Uint8Array> {
  const seed = createHash('sha256').update(headers.messageId).digest('hex').slice(0, 24)
  const references = referencesOf(headers)
  const mail = new MailComposer({
    from: { name: oneLine(headers.from.name), address: addrSpec(headers.from.address) },
    to: { name: '', address: addrSpec(headers.to) },
    replyTo: { name: '', address: addrSpec(headers.replyTo) },
    subject: oneLine(written.subject).slice(0, 200),
    messageId: messageIdOf(headers.messageId),
    date: mailDate(headers.date),
    ...(references.length > 0 && { inReplyTo: references.at(-1), references }),
    headers: {
      'Auto-Submitted': headers.automatic,
      'X-Auto-Response-Suppress': 'All',
      ...(headers.unsubscribe !== undefined && {
        'List-Unsubscribe': {
          prepared: true,
          value: `<mailto:${addrSpec(headers.unsubscribe)}?subject=unsubscribe>`,
        },
      }),
      ...(headers.listId !== undefined && {
        'List-Id': { prepared: true, value: `<${addrSpec(`x@${headers.listId}`).slice(2)}>` },
      }),
    },
    text: { content: lines(written.text), contentTransferEncoding: 'quoted-printable' },
    html: { content: lines(written.html), contentTransferEncoding: 'quoted-printable' },
    attachments: written.images.map((image) => ({
      cid: image.name,
      filename: `${image.name.replace(/[^\w-]/g, '_')}.png`,
      contentType: 'image/png',
      contentDisposition: 'inline',
      content: png(image.svg),
    })),
    baseBoundary: seed,
    disableFileAccess: true, // nothing in a letter names a file or an address to fetch
    disableUrlAccess: true,
    newline: 'windows',
  }).compile()
  mail.keepBcc = false
  return new Promise((done, failed) => {
    mail.build((error, bytes) => (error ? failed(error) : done(new Uint8Array(bytes ?? Buffer.alloc(0)))))
  })
}

/** Drawn at twice its size, for sharp screens. Letters in it come from the system's fonts; where there are none they are left out. */
export function png(svg: string): Buffer {
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    background: '#ffffff',
    font: { loadSystemFonts: svg.includes('<text') },
    logLevel: 'off',
  })
  return drawing.render().asPng()
}

/** For names and subjects: one line, without control, zero-width and direction characters. */
const oneLine = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .trim()
/** For bodies: line feeds only, and none of the control characters that are not white space. */
const lines = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')

/** An address that got this far was parsed before; one with anything odd in it is a bug, and must not become another recipient. */
function addrSpec(address: string): string {
  if (
    !/^[^\s"(),:;<>@[\\\]\u0000-\u001f\u007f-\u009f]{1,128}@[^\s"(),:;<>@[\\\]\u0000-\u001f\u007f-\u009f]{1,255}$/.test(
      address,
    )
  )
    throw new Error(`${JSON.stringify(address)} is no address for a header`)
  return address
}
function messageIdOf(id: string): string {
  const clean = sanitisedId(id)
  if (clean !== id) throw new Error(`${JSON.stringify(id)} is no Message-ID of ours`)
  return id
}
/** `<left@right>` of printable ASCII; undefined for anything else. Strangers write these. */
export function sanitisedId(id: string): string | undefined {
  const bare = /^\s*(<[\x21-\x3b\x3d\x3f-\x7e]{1,240}>)\s*$/.exec(id)?.[1]
  return bare?.includes('@') === true ? bare : undefined
}
/** In-Reply-To last. At most 20: the first, which names the thread, and the newest (RFC 5322 §3.6.4 lets us cut). */
function referencesOf({ inReplyTo, references }: LetterHeaders): string[] {
  const all = [...(references ?? []), ...(inReplyTo === undefined ? [] : [inReplyTo])].flatMap(
    (id) => sanitisedId(id) ?? [],
  )
  const unique = [...new Set(all.reverse())].reverse()
  return unique.length > 20 ? [...unique.slice(0, 1), ...unique.slice(-19)] : unique
}
