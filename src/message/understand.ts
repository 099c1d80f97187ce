import type { EmailAddress } from '../values/names.ts'
import { oneSpace } from '../values/spaces.ts'
import { tagIn } from '../values/ticket-id.ts'
import { authenticity } from './authenticity.ts'
import { automatic } from './automatic.ts'
import { bounces, isBounce, returned } from './bounces.ts'
import { first, messageIdOf, thread } from './headers.ts'
import { htmlToText } from './html.ts'
import { author, type From } from './mailboxes.ts'
import { isOurs, marks } from './marks.ts'
import type { Authenticate, Message, OpenedMail } from './message.ts'
import { pieces, written, type Piece } from './words.ts'

/** What the desk knows about itself when it reads. */
export type Reader = { readonly address: EmailAddress; readonly authenticate: Authenticate }
/** The message, and every line of its body with whose it is; `html`: the same of the HTML part where there are both. */
export type Understood = {
  readonly message: Message
  readonly pieces: readonly Piece[]
  readonly html?: readonly Piece[]
  readonly from: From
}

/** @param decode RFC 2047 for the display name of From */
export function understand(mail: OpenedMail, reader: Reader, decode?: (text: string) => string): Understood {
  const { headers } = mail
  const from = author(mail.from, decode)
  const address = 'odd' in from ? undefined : from.address
  const subject = oneSpace(first(headers, 'subject') ?? '').slice(0, 500)
  const references = thread(headers)
  const messageId = messageIdOf(headers)
  const tag = tagIn(subject)
  const bounce = isBounce(mail)
  const fromHtml = mail.html === undefined ? undefined : pieces(htmlToText(mail.html), subject)
  const plain =
    mail.text === undefined || (mail.text.trim() === '' && fromHtml !== undefined)
      ? undefined
      : pieces(mail.text, subject)
  const words = plain ?? fromHtml ?? []
  const shown = written(words)
  const program = bounce
    ? undefined
    : automatic(
        mail,
        address ?? first(headers, 'from')?.slice(0, 320),
        reader.address,
        shown.map(({ text, quoted }) => (quoted === true ? '' : text)).join('\n'),
      )
  const message: Message = {
    raw: mail.raw,
    same: mail.same,
    kind: bounce ? 'bounce' : program === undefined ? 'person' : 'automatic',
    ...(program !== undefined && { automatic: program }),
    ...(!('odd' in from) && { author: from }),
    authenticity: authenticity(mail, from, reader.authenticate),
    receivedAt: mail.receivedAt,
    ...(messageId !== undefined && { messageId }),
    references,
    subject,
    marks: marks(headers, references, reader.address, bounce ? returned(mail) : undefined),
    ...(tag !== undefined && { tag }),
    answersUs: tag !== undefined || references.some((id) => isOurs(id, reader.address)),
    written: shown,
    bounces: bounce ? bounces(mail) : [],
  }
  return {
    message,
    pieces: words,
    from,
    ...(plain !== undefined && fromHtml !== undefined && { html: fromHtml }),
  }
}
