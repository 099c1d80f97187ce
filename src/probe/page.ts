import { domainToUnicode } from 'node:url'
import type { WebVisit } from '../evidence/evidence.ts'
import type { DomainName } from '../values/names.ts'
import { percentDecoded } from '../values/percent.ts'
import { textOf } from './body.ts'
import { scanPage, type Form, type Link, type Scanned } from './page-scan.ts'
import { saysContact, saysLogIn, saysPerhapsContact, saysRegister } from './page-words.ts'
import { printable } from './reader.ts'

type Contact = WebVisit['contacts'][number]
type Registration = NonNullable<WebVisit['registration']>
/** `refresh`: where the page sends its readers at once, as a redirect would. */
export type Page = Pick<
  WebVisit,
  'title' | 'mentions' | 'contacts' | 'registration' | 'placeholder' | 'frames'
> & { readonly refresh?: string }
const contactsAtMost = 30
const framesAtMost = 2
const atOnce = 5 // seconds; who waits longer reads the page
const fewWords = 200

/** What a page says of itself: title, mentions of the service, ways to reach its people, a form or link to register. `forRegistration`: it was named or linked as the place to register. */
export function readPage(
  body: Buffer,
  type: string,
  url: URL,
  domain: DomainName,
  forRegistration = false,
): Page {
  const text = textOf(body, type)
  if (!/html|xml|^$/i.test(type) && !/^\s*<(!doctype html|html)/i.test(text))
    return { mentions: mentionsIn(text, domain), contacts: /^text\//i.test(type) ? written(text) : [] }
  const page = scanPage(text, url)
  const title = printable(page.title.replace(/\s+/g, ' ')).slice(0, 200)
  const registration = registrationOf(page, url, forRegistration)
  const hollow = page.framed || lettersIn(page.words) < fewWords
  const frames = hollow ? [...new Set(page.frames)].slice(0, framesAtMost) : []
  const { refresh } = page
  return {
    ...(title !== '' && { title }),
    mentions: mentionsIn(`${page.title} ${page.description} ${page.words}`, domain),
    contacts: contactsOf(page, url),
    ...(registration !== undefined && { registration }),
    ...(isPlaceholder(page) && { placeholder: true }),
    ...(frames.length > 0 && { frames }),
    ...(refresh !== undefined &&
      refresh.seconds <= atOnce &&
      !samePage(refresh.url, url) && { refresh: refresh.url }),
  }
}
const lettersIn = (text: string): number => text.replace(/\s+/g, '').length
const samePage = (link: string, page: URL): boolean => link.split('#')[0] === page.href.split('#')[0]

function contactsOf(page: Scanned, url: URL): Contact[] {
  const found: Contact[] = page.hrefs.flatMap((href) => byAddress(href) ?? [])
  found.push(...written(page.words))
  if (page.links.some((link) => link.url.includes('/cdn-cgi/l/email-protection')))
    found.push({ kind: 'mailto', value: 'hidden from programs' })
  if (page.forms.some((form) => form.message)) found.push({ kind: 'form', value: url.href.slice(0, 500) })
  const links = page.links.filter((link) => !samePage(link.url, url) && !link.url.includes('/cdn-cgi/'))
  const pages = [
    ...links.filter(
      (link) => saysContact(link.words) || /\/(contact|kontakt|impressum|imprint)\b/i.test(link.url),
    ),
    ...links.filter((link) => saysPerhapsContact(link.words) || /\/(about|legal|support)\b/i.test(link.url)),
  ]
  found.push(...pages.map((link): Contact => ({ kind: 'page', value: link.url.slice(0, 500) })))
  const distinct = new Map(found.map((one) => [`${one.kind} ${one.value.toLowerCase()}`, one]))
  return [...distinct.values()].slice(0, contactsAtMost)
}
function byAddress(href: string): Contact | undefined {
  const [, scheme = '', rest = ''] = /^\s*(mailto|xmpp|tel):([^?#\s]+)/i.exec(href) ?? []
  const kind = scheme.toLowerCase()
  return kind === 'mailto' || kind === 'xmpp' || kind === 'tel'
    ? { kind, value: printable(percentDecoded(rest) ?? rest) }
    : undefined
}
const at = String.raw`(?:@|\s?[[({<]\s?(?:at|ät|arroba|chez)\s?[\])}>]\s?|\s(?:at|AT)\s)`
const dot = String.raw`(?:\.|\s?[[({<]\s?(?:dot|punkt|point|punto)\s?[\])}>]\s?|\s(?:dot|DOT)\s)`
const label = String.raw`[a-z0-9](?:[a-z0-9-]{0,62})`
const writtenAddress = new RegExp(
  `(?<![a-z0-9._%+-])([a-z0-9][a-z0-9._+-]{0,63})(${at})(${label}(?:${dot}${label}){1,6})`,
  'gi',
)
/** Addresses in the text itself, also as "admin [at] example [dot] org". Those that only show users what theirs would look like do not count. */
function written(text: string): Contact[] {
  const start = text.slice(0, 100_000)
  const found: Contact[] = []
  for (const { 0: whole, 1: local = '', 2: sign = '', 3: host = '', index } of start.matchAll(
    writtenAddress,
  )) {
    const obscured = /[[({<]/.test(sign) || /[[({<]|\sdot\s/i.test(host)
    if ((sign !== '@' && !obscured) || isExample(local)) continue
    const kind = /(xmpp|jabber|jid)\W*$/i.test(start.slice(Math.max(0, index - 12), index))
      ? 'xmpp'
      : 'mailto'
    if (found.push({ kind, value: printable(whole) }) >= contactsAtMost) break
  }
  return found
}
const isExample = (local: string): boolean =>
  /^(you|your[._-]?\w*|user\d*|user[._-]?name|usuario|utilisateur|benutzer(name)?|nick\w*|name|login|alice|bob|juliet|romeo|someone|somebody|anybody|example|test|foo|account|jid|xxx+)$/i.test(
    local,
  )

/** A form where one registers, not one where one logs in; else a link that leads to one; else what only a person can judge. */
function registrationOf(page: Scanned, url: URL, forRegistration: boolean): Registration | undefined {
  const here = url.href.slice(0, 500)
  const heading = `${page.title} ${page.headings} ${url.pathname.replace(/[/_-]+/g, ' ')}`
  const kinds = page.forms.map((form) => formKind(form, heading))
  const unclear = kinds.includes('unclear')
  if (kinds.includes('registration') || (unclear && forRegistration)) return { kind: 'form', url: here }
  const [link] = registerLinks(page.links, url)
  if (link !== undefined) return { kind: 'link', url: link.url.slice(0, 500) }
  if (unclear) return { kind: 'unclear', url: here }
  const alive = page.scripts > 0 || page.frames.length > 0
  const empty = lettersIn(page.words) < fewWords && page.scripts > 0
  return empty || (forRegistration && alive) ? { kind: 'script-only', url: here } : undefined
}
function formKind(form: Form, heading: string): 'registration' | 'unclear' | 'other' {
  const own = `${form.words} ${form.action.replace(/[/_.?=&-]+/g, ' ')}`
  if (form.passwords === 0)
    return form.names && !form.message && saysRegister(own) && saysRegister(heading)
      ? 'registration'
      : 'other'
  if (form.passwords > 1 || form.newPassword || saysRegister(own)) return 'registration'
  if (form.currentPassword || saysLogIn(own)) return 'other'
  return saysRegister(heading) ? 'registration' : 'unclear'
}
function registerLinks(links: readonly Link[], url: URL): Link[] {
  const away = links.filter((link) => !samePage(link.url, url))
  const byPath = ({ url: to }: Link) => /\/(register|registration|signup|sign-up|join)\b/i.test(to)
  return [
    ...away.filter((link) => saysRegister(link.words) && byPath(link)),
    ...away.filter((link) => saysRegister(link.words) !== byPath(link)),
  ]
}

/** What web servers and registrars show where nobody has put a website yet. */
const isPlaceholder = (page: Scanned): boolean =>
  /^\s*(welcome to (nginx|openresty|caddy|centos)|(apache2?|nginx|debian|ubuntu|centos|fedora|red hat|rocky|alma\w*).{0,40}(default|test) page|test page for|it works!?|iis windows|default (web ?site|parallels|plesk)|index of \/|web server's default page|domain default page|coming soon|under construction|parked|caddy works)/i.test(
    page.title,
  ) ||
  /(domain|diese adresse).{0,40}(is for sale|may be for sale|is parked|parking|zu verkaufen|steht zum verkauf|à vendre|en venta|in vendita|продается|продаётся)|buy this domain|this domain has expired/i.test(
    `${page.title} ${page.description} ${page.words.slice(0, 3000)}`,
  )

function mentionsIn(text: string, domain: DomainName): string[] {
  const names = [...new Set([domain, domainToUnicode(domain)])].filter((name) => name !== '')
  const asWord = (name: string) =>
    new RegExp(`(?<![\\p{L}\\p{N}-])${name.replaceAll('.', '\\.')}(?![\\p{L}\\p{N}-])`, 'iu')
  const found = names.filter((name) => asWord(name).test(text.normalize('NFC')))
  if (/\bxmpp\b/i.test(text)) found.push('XMPP')
  if (/\bjabber\b/i.test(text)) found.push('Jabber')
  return found
}
