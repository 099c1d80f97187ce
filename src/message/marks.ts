import type { Header, LetterMark } from './message.ts'
import { domainOf } from '../values/email-address.ts'
import { parseTicketId } from '../values/ticket-id.ts'
import { every } from './headers.ts'

/** Where a mail server writes whom a mail was for: any of them may hold the plus-address that we gave out. */
const recipients = [
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-forwarded-to',
  'resent-to',
  'to',
  'cc',
]
/** Of a delivery report: the ids it gives of the mail that did not arrive, and what it brings back of it. */
export type Returned = { readonly ids: readonly string[]; readonly texts: readonly string[] }
const place = String.raw`(desk|im-\d{4}-\d{4,6})`

type Shapes = { readonly desk: string; readonly address: RegExp; readonly id: RegExp }
let shapes: Shapes | undefined // of the one desk that a process reads for
function shapesOf(desk: string): Shapes {
  const domain = escaped(domainOf(desk))
  const local = escaped(desk.slice(0, desk.lastIndexOf('@')).toLowerCase())
  return {
    desk,
    address: new RegExp(
      String.raw`(?<![\w.+-])${local}\+${place}-(\d{1,9})-([0-9a-f]{20})@${domain}(?![\w-]|\.\w)`,
      'gi',
    ),
    id: new RegExp(String.raw`^<?${place}\.(\d{1,9})\.([0-9a-f]{20})@${domain}>?$`, 'i'),
  }
}

/** The letters that a mail says it answers (src/tokens/tokens.ts makes the marks): by plus-address first, then by thread. Nothing is believed yet. */
export function marks(
  headers: readonly Header[],
  thread: readonly string[],
  desk: string,
  returned: Returned = { ids: [], texts: [] },
): LetterMark[] {
  const { address, id } = (shapes = shapes?.desk === desk ? shapes : shapesOf(desk))
  const found: LetterMark[] = []
  const add = (match: RegExpMatchArray | null, foundIn: LetterMark['foundIn']) => {
    const [, place = '', number = '', mac = ''] = match ?? []
    const owner = place.toLowerCase() === 'desk' ? 'desk' : parseTicketId(place)
    if (owner === undefined || found.length >= 20) return
    if (!found.some((mark) => mark.mac === mac.toLowerCase()))
      found.push({ owner, number: Number(number), mac: mac.toLowerCase(), foundIn })
  }
  for (const name of recipients)
    for (const value of every(headers, name))
      for (const match of value.slice(0, 20_000).matchAll(address)) add(match, 'recipient')
  // What came back says itself which letter it was; its References name older ones.
  for (const one of returned.ids) add(id.exec(one), 'returned')
  for (const text of returned.texts)
    for (const match of text.slice(0, 50_000).matchAll(address)) add(match, 'returned')
  for (const one of thread) add(id.exec(one), 'thread')
  return found
}
/** Whether a Message-ID is one of ours: at the desk's own domain. */
export const isOurs = (messageId: string, desk: string): boolean =>
  messageId.toLowerCase().endsWith(`@${domainOf(desk)}>`)
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)
