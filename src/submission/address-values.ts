import { parseEmailAddress } from '../values/email-address.ts'
import { parseJid } from '../values/jid.ts'
import { parseWebAddress } from '../values/web-address.ts'
import { single, value, withoutNote, wrong, type Value } from './value.ts'

export function web(field: 'website' | 'registration', text: string): Value {
  if (
    field === 'registration' &&
    /^(?:xmpp:.*|in-?band.*|ibr|xep-?0077.*|yes|ja|oui|sí|si|open|via client.*)$/i.test(text)
  )
    return { is: 'blank' } // in-band is measured, not claimed
  const parts =
    /^(\S+)\s*<(https?:\/\/[^<>\s]+)>$/i.exec(text) ?? /^\[(\S+)\]\((https?:\/\/[^()\s]+)\)$/i.exec(text)
  if (parts !== null) {
    const [said, linked] = [parseWebAddress(parts[1] ?? ''), parseWebAddress(parts[2] ?? '')]
    // A link that leads elsewhere than it says is two values.
    if (said !== undefined && linked !== undefined && new URL(said).hostname !== new URL(linked).hostname)
      return wrong(field, 'ambiguous')
  }
  // `our page <https://…>`: what HTML made of a link whose text is no address. Markdown has `[our page](https://…)`.
  const behind =
    /^[^.:/<>]{1,80}\s<(https?:\/\/[^<>\s]+)>$/i.exec(text)?.[1] ??
    /^\[[^.:/[\]]{1,80}\]\((https?:\/\/[^()\s]+)\)$/i.exec(text)?.[1]
  const bare = unwrapped(single(behind ?? text))
  const found = parseWebAddress(bare.replace(/[,;]$/, '')) ?? parseWebAddress(bare.replace(/\.$/, ''))
  return found === undefined ? wrong(field, 'not-a-web-address') : value(field, found)
}
/** Mail gateways put their own address in front of every link. */
function unwrapped(link: string): string {
  const [, target] =
    /^https?:\/\/[\w.-]+\.safelinks\.protection\.outlook\.com\/?\?url=([^&\s]+)/i.exec(link) ??
    /^https?:\/\/urldefense(?:\.proofpoint)?\.com\/v3\/__(\S+?)__;/i.exec(link) ??
    []
  if (target === undefined) return link
  try {
    return decodeURIComponent(target)
  } catch {
    return link
  }
}
/** `jane@a.example <mailto:joe@b.example>`: a link that leads elsewhere than it says is two values. */
function leadsElsewhere(text: string): boolean {
  const [, said = '', linked = ''] =
    /^([^\s<>[\]]+@[^\s<>[\]]+)\s*<(?:mailto:|xmpp:)?([^<>\s?]+)[^<>]*>$/i.exec(text) ??
    /^\[([^\s[\]]+@[^\s[\]]+)\]\((?:mailto:|xmpp:)([^()\s?]+)[^()]*\)$/i.exec(text) ??
    []
  return said.replace(/^xmpp:/i, '').toLowerCase() !== linked.toLowerCase()
}
/** `Jane <jane@a.example>`; `Jane <jane@a.example>, Joe <joe@b.example>` are two. */
function behindName(text: string, form: RegExp): string | undefined {
  const [, name = '', address] = form.exec(withoutNote(text)) ?? []
  const said = name.replaceAll(/["'\s]/g, '').toLowerCase()
  const same = said === address?.replace(/^xmpp:/i, '').toLowerCase()
  return name.includes('@') && !same ? undefined : address
}
export function email(text: string): Value {
  // `jo@NOSPAM.example.org` is no address before somebody has mended it.
  if (leadsElsewhere(text) || /no-?spam|remove-?(?:me|this)/i.test(text))
    return wrong('admin.email', 'ambiguous')
  const bare = behindName(text, /^([^<>]{0,100})<\s*(?:mailto:)?([^\s<>]+)\s*>$/) ?? single(text)
  const found = parseEmailAddress(bare.replace(/\.$/, '')) ?? parseEmailAddress(spelled(bare))
  return found === undefined ? wrong('admin.email', 'not-an-email-address') : value('admin.email', found)
}
export function jid(text: string): Value {
  if (leadsElsewhere(text)) return wrong('admin.jid', 'ambiguous')
  const bare = behindName(text, /^([^<>]{0,100})<\s*(xmpp:[^\s<>]+)\s*>$/) ?? single(text)
  const found = parseJid(bare.replace(/\.$/, '')) ?? parseJid(spelled(bare))
  return found === undefined ? wrong('admin.jid', 'not-a-jid') : value('admin.jid', found)
}
/** `jane at example dot org`, `jane [at] example [dot] org`. */
function spelled(text: string): string {
  const at = text.replace(
    /\s*(?:\(at\)|\[at\]|\{at\}|<at>|\(a\)|\(@\)|\[@\]|(?<=\s)at(?=\s)|(?<=\w)_at_(?=\w))\s*/i,
    '@',
  )
  return undotted(at)
}
export const undotted = (text: string): string =>
  text.replaceAll(
    /\s*(?:\(dot\)|\[dot\]|\[\.\]|\(\.\)|\{dot\}|<dot>|\(punkt\)|\[punkt\]|(?<=\s)(?:dot|punkt)(?=\s)|(?<=\w)_dot_(?=\w))\s*/gi,
    '.',
  )
