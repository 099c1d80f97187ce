import { Parser } from 'htmlparser2'
import type { WebVisit } from '../evidence/evidence.ts'
import type { DomainName } from '../values/names.ts'
import { printable } from './reader.ts'

type Contact = WebVisit['contacts'][number]
const contactsAtMost = 30
const decoders: Readonly<Record<string, string>> = {
  'iso-8859-1': 'latin1',
  'windows-1252': 'latin1',
  latin1: 'latin1',
}

/** What a page says of itself: title, mentions of the service, ways to reach its people, a form or link to register. */
export function readPage(
  body: Buffer,
  type: string,
  url: URL,
  domain: DomainName,
): Pick<WebVisit, 'title' | 'mentions' | 'contacts' | 'registration'> {
  const charset = /charset=["']?([\w-]+)/i.exec(type)?.[1]?.toLowerCase() ?? 'utf-8'
  const text = body.toString((decoders[charset] ?? 'utf8') as BufferEncoding)
  if (!/html|xml|^$/i.test(type)) return { mentions: mentionsIn(text, domain), contacts: [] }
  const page = scan(text, url)
  const mentions = mentionsIn(`${page.title} ${page.words}`, domain)
  const registration = registrationOf(page, url)
  const title = printable(page.title.replace(/\s+/g, ' ')).slice(0, 200)
  return {
    ...(title !== '' && { title }),
    mentions,
    contacts: page.contacts,
    ...(registration !== undefined && { registration }),
  }
}
type Link = { readonly url: string; readonly words: string }
type Scanned = {
  title: string
  words: string
  contacts: Contact[]
  links: Link[]
  passwordForm: boolean
  form: boolean
  scripts: number
}

function scan(html: string, base: URL): Scanned {
  const found: Scanned = {
    title: '',
    words: '',
    contacts: [],
    links: [],
    passwordForm: false,
    form: false,
    scripts: 0,
  }
  let inside: 'title' | 'skip' | undefined
  let link: { url: string; words: string } | undefined
  let inForm = false
  const address = (href: string): string | undefined => {
    try {
      const url = new URL(href, base)
      return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined
    } catch {
      return undefined
    }
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      if (inside === undefined) found.words += ' '
      if (name === 'title') inside = 'title'
      if (name === 'script' || name === 'style') inside = 'skip'
      if (name === 'script') found.scripts++
      if (name === 'form') inForm = true
      if (name === 'textarea' && inForm) found.form = true
      if (name === 'input' && attributes['type']?.toLowerCase() === 'password') found.passwordForm = true
      if (name !== 'a' || attributes['href'] === undefined) return
      const contact = contactOf(attributes['href'])
      if (contact !== undefined) found.contacts.push(contact)
      const url = contact === undefined ? address(attributes['href']) : undefined
      link = url === undefined ? undefined : { url, words: '' }
    },
    ontext(text) {
      if (inside === 'title') found.title += text
      else if (inside === undefined && found.words.length < 300_000) found.words += text
      if (link !== undefined && link.words.length < 200) link.words += text
    },
    onclosetag(name) {
      if (inside === undefined) found.words += ' '
      if (name === 'title' || name === 'script' || name === 'style') inside = undefined
      if (name === 'form') inForm = false
      if (name === 'a' && link !== undefined) {
        found.links.push(link)
        link = undefined
      }
    },
  })
  parser.write(html)
  parser.end()
  for (const one of found.links)
    if (isContactLink(one)) found.contacts.push({ kind: 'page', value: one.url.slice(0, 500) })
  if (found.form) found.contacts.push({ kind: 'form', value: base.href.slice(0, 500) })
  const distinct = new Map(found.contacts.map((one) => [`${one.kind} ${one.value}`, one]))
  found.contacts = [...distinct.values()].slice(0, contactsAtMost)
  return found
}
function contactOf(href: string): Contact | undefined {
  const [, scheme = '', rest = ''] = /^\s*(mailto|xmpp|tel):([^?#\s]+)/i.exec(href) ?? []
  const kind = scheme.toLowerCase()
  return kind === 'mailto' || kind === 'xmpp' || kind === 'tel'
    ? { kind, value: printable(decode(rest)) }
    : undefined
}
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
const contactWords =
  /\b(contact|kontakt|contacto|contatti|impressum|imprint|about us|legal notice|mentions l[ée]gales|support|abuse|контакт\w*)/i
const registerWords =
  /\b(register|registration|sign ?up|create an? account|join|registrieren|registrierung|konto anlegen|inscription|s'inscrire|registr\w+|регистрац\w*)/i
const isContactLink = (link: Link): boolean =>
  contactWords.test(link.words) ||
  /\/(contact|kontakt|impressum|imprint|about|legal|support)\b/i.test(link.url)
const isRegisterLink = (link: Link): boolean =>
  registerWords.test(link.words) || /\/(register|registration|signup|sign-up|join)\b/i.test(link.url)

function registrationOf(page: Scanned, url: URL): WebVisit['registration'] {
  if (page.passwordForm) return { kind: 'form', url: url.href.slice(0, 500) }
  const link = page.links.find(isRegisterLink)
  if (link !== undefined) return { kind: 'link', url: link.url.slice(0, 500) }
  const empty = page.words.replace(/\s+/g, '').length < 200 && page.scripts > 0
  return empty ? { kind: 'script-only', url: url.href.slice(0, 500) } : undefined
}
function mentionsIn(text: string, domain: DomainName): string[] {
  const found: string[] = []
  const words: readonly (readonly [string, RegExp])[] = [
    [domain, new RegExp(domain.replace(/[.-]/g, '\\$&'), 'i')],
    ['XMPP', /\bxmpp\b/i],
    ['Jabber', /\bjabber\b/i],
  ]
  for (const [word, pattern] of words) if (pattern.test(text)) found.push(word)
  return found
}
