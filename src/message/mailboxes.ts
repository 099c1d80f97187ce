import { parseEmailAddress } from '../values/email-address.ts'
import type { EmailAddress } from '../values/names.ts'

/** Who a From field names. `odd` is why nobody may be believed or answered. */
export type From = { readonly address: EmailAddress; readonly name: string } | { readonly odd: string }

/**
 * Exactly one mailbox of RFC 5322 §3.4 in its plain form: a name and `<local@domain>`, or the address alone. Groups,
 * routes, several mailboxes, anything outside ASCII in the address and anything left over make it odd: parsers differ
 * about those, so what one proves another may not show.
 * @param fields the values of all From fields as they came, unfolded, RFC 2047 not decoded
 * @param decode RFC 2047 for the display name
 */
export function author(fields: readonly string[], decode: (text: string) => string = (text) => text): From {
  const [field] = fields
  if (field === undefined || field.trim() === '') return { odd: 'no From field' }
  if (fields.length > 1) return { odd: 'more than one From field' }
  if (field.length > 2000) return { odd: 'a From field beyond all measure' }
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(field)) return { odd: 'control characters in From' }
  const plain = withoutComments(field)
  if (plain === undefined) return { odd: 'From does not parse' }
  // Many programs put the address itself in place of a name, unquoted.
  const twice = /^\s*([^\s<>",;:()]+@[^\s<>",;:()]+)\s*<\1>\s*$/i.exec(plain)?.[1]
  if (twice !== undefined) return author([`<${twice}>`])
  const angle = /^((?:"(?:[^"\\]|\\.)*"|[^"<>,;:@])*)<([^<>"\s]*)>\s*$/.exec(plain)
  const written = angle === null ? plain.trim() : (angle[2] ?? '')
  const name = angle === null ? '' : (angle[1] ?? '').trim()
  if (!/^[\x21-\x7e]+$/.test(written))
    return { odd: angle === null ? 'not exactly one mailbox in From' : 'an address outside ASCII in From' }
  if (/[,;:()<>[\]\\"]/.test(written) || written.split('@').length !== 2)
    return { odd: 'not exactly one plain mailbox in From' }
  const address = parseEmailAddress(written)
  if (address === undefined || address.length > 254 || written.endsWith('.'))
    return { odd: 'no address in From' }
  return {
    address,
    name: decode(name.replace(/^"(.*)"$/s, '$1').replaceAll(/\\(.)/g, '$1'))
      .trim()
      .slice(0, 200),
  }
}

/** Comments of RFC 5322 §3.2.2 taken out, nested ones too; undefined when brackets or quotes do not close. */
function withoutComments(field: string): string | undefined {
  let depth = 0
  let quoted = false
  let plain = ''
  for (let at = 0; at < field.length; at++) {
    const char = field.charAt(at)
    if (char === '\\') {
      if (depth === 0) plain += char + field.charAt(at + 1)
      at++
    } else if (char === '"' && depth === 0) {
      quoted = !quoted
      plain += char
    } else if (char === '(' && !quoted) depth++
    else if (char === ')' && !quoted && depth > 0) depth--
    else if (depth === 0) plain += char
  }
  return depth === 0 && !quoted ? plain : undefined
}
