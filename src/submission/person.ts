import { oneSpace } from '../values/spaces.ts'
import { countryOfDomain } from '../values/country.ts'
import type { LetterO } from '../values/coordinates.ts'
import { parseEmailAddress } from '../values/email-address.ts'
import { parseJid } from '../values/jid.ts'
import type { CountryCode, DomainName, EmailAddress, Jid, PhoneNumber } from '../values/names.ts'
import { isInternational, parsePhoneNumber } from '../values/phone-number.ts'

/** What is known of the service when a telephone number without country code is read. */
export type Help = {
  readonly country?: CountryCode
  readonly domain?: DomainName
  readonly o?: LetterO | undefined
}
type Found = {
  'admin.name'?: string
  'admin.email'?: EmailAddress
  'admin.jid'?: Jid
  'admin.phone'?: PhoneNumber
}

const address = String.raw`([^\s,;<>()[\]|@]{1,64}@[^\s,;<>()[\]|@]{1,253})`
/** One address for both, as a note behind it says. */
const mailAndChat = new RegExp(
  String.raw`<?${address}>?\s*[([](?![^()[\]]*(?<!\p{L})(?:no|not|only|kein\p{L}*|nur|sans|pas|solo|sólo|apenas|niet|geen|nie|ne|не|только)(?!\p{L}))(?=[^()[\]]*(?:jabber|xmpp|jid))(?:(?=[^()[\]]*mail)|(?=(?:also|auch|aussi|también|anche|também|ook|też|take|také|также)\s))[^()[\]]{3,40}[)\]]`,
  'iu',
)
const edge = String.raw`(?=[\s,;)\]|>]|$)`
const forms: readonly (readonly [RegExp, 'jid' | 'email' | 'either'])[] = [
  [new RegExp(String.raw`<?xmpp:${address}>?${edge}`, 'i'), 'jid'],
  [
    new RegExp(
      String.raw`(?<![\w@.])(?:(?:jabber|xmpp)(?:[\s-]?(?:id|address|adresse))?|jid)\s*[:=]?\s*<?${address}>?${edge}`,
      'i',
    ),
    'jid',
  ],
  [new RegExp(String.raw`<?${address}>?\s*[([](?:jabber|xmpp|jid|im|jabber-?\s?id)[)\]]`, 'i'), 'jid'],
  [new RegExp(String.raw`<?${address}>?\s*[([](?:e-?mail|mail)[)\]]`, 'i'), 'email'],
  [
    new RegExp(String.raw`(?<![\w@.])(?:e-?mail|mail)\s*[:=]?\s*<?(?:mailto:)?${address}>?${edge}`, 'i'),
    'email',
  ],
  [new RegExp(String.raw`<(?:mailto:)?${address}>`, 'i'), 'email'],
  [new RegExp(String.raw`(?<![\w@.])(?:mailto:)?${address}${edge}`, 'i'), 'either'],
  [new RegExp(String.raw`(?<![\w@.])(?:mailto:)?${address}${edge}`, 'i'), 'either'],
]

/**
 * The administrator in one line: name, email, JID, telephone, as far as they can be told apart. Two addresses that
 * nothing names are email and JID in the page's order: `doubtful`. undefined when nothing can be told.
 */
export function person(
  text: string,
  help: Help,
): { readonly found: Found; readonly doubtful: boolean } | undefined {
  const found: Found = {}
  let rest = text
  let doubtful = false
  const [both, one = ''] = mailAndChat.exec(rest) ?? []
  const [email, jid] = [parseEmailAddress(one), parseJid(one)]
  if (both !== undefined && email !== undefined && jid !== undefined) {
    found['admin.email'] = email
    found['admin.jid'] = jid
    doubtful = true
    rest = rest.replace(both, ' , ')
  }
  for (const [form, kind] of forms) {
    const match = form.exec(rest)
    if (match === null) continue
    const [whole, written = ''] = match
    const asEmail = kind === 'email' || (kind === 'either' && found['admin.email'] === undefined)
    const bare = written.replace(/[.?]+$/, '')
    const email = asEmail ? parseEmailAddress(bare) : undefined
    const jid = asEmail ? undefined : parseJid(bare)
    if (
      (asEmail ? found['admin.email'] : found['admin.jid']) !== undefined ||
      (email === undefined && jid === undefined)
    )
      continue
    if (email !== undefined) found['admin.email'] = email
    if (jid !== undefined) found['admin.jid'] = jid
    doubtful ||= kind === 'either' && !asEmail
    rest = rest.replace(whole, ' , ')
  }
  const parts = partsOf(rest)
  const country = help.country ?? (help.domain === undefined ? undefined : countryOfDomain(help.domain))
  const dialled = parts.flatMap((part) => {
    const digits =
      /^(?:(?:tel(?:ephone|efon)?|phone|fon|mobil\w*|cell|handy)\s*[.:]?\s*)?((?:tel:)?[+(\d][\d\s()/.\-–]{5,30})$/i.exec(
        part,
      )?.[1]
    const number = digits === undefined ? undefined : parsePhoneNumber(digits, country)
    return number === undefined || digits === undefined
      ? []
      : [{ part, number, sure: isInternational(digits) }]
  })
  const [phone] = dialled
  if (phone !== undefined && dialled.length === 1) found['admin.phone'] = phone.number
  const words = parts.filter((part) => !dialled.some((one) => one.part === part))
  const [name] = words
  if (name !== undefined && words.length === 1 && name.length <= 120 && !/[@\d]/.test(name))
    found['admin.name'] = name
  const nothing = Object.keys(found).length === 0
  return nothing ? undefined : { found, doubtful: doubtful || (phone !== undefined && !phone.sure) }
}

/** What is left between the addresses, without the words that only announce something. */
function partsOf(rest: string): string[] {
  return rest
    .replaceAll(/(?<![\w@.])(?:e-?mail|mail|jabber(?:[\s-]?id)?|jid|xmpp|name)\s*[:=]/gi, ' , ')
    .split(/[,;|]|\s[-–/]\s/)
    .map((part) => oneSpace(part.replaceAll(/[()<>[\]]/g, ' ')).trim())
    .map((part) => part.replace(/^(?:and|und|et|y|e|en|or)\s+|\s+(?:and|und|et|y|e|en|or)$/gi, ''))
    .filter(
      (part) =>
        part !== '' &&
        !/^(?:e-?mail|mail|jabber(?:[\s-]?id)?|jid|xmpp|tel|phone|telephone|or|and)\W*$/i.test(part),
    )
}
