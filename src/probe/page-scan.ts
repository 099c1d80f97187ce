import { Parser } from 'htmlparser2'

export type Link = { readonly url: string; readonly words: string }
export type Form = {
  words: string // of its labels and buttons, not of links inside it
  action: string
  passwords: number
  newPassword: boolean // autocomplete says so
  currentPassword: boolean
  names: boolean // a field for a user name or an address
  message: boolean // a field for a longer text
}
/** What stands in a page, before anybody asks what it means. */
export type Scanned = {
  title: string
  headings: string
  description: string
  words: string
  hrefs: string[] // mailto:, xmpp:, tel: …: as written
  links: Link[]
  frames: string[]
  forms: Form[]
  scripts: number
  framed: boolean // <frameset>: the page itself has no words
  refresh?: { readonly seconds: number; readonly url: string }
}
const wordsAtMost = 300_000
const listsAtMost = 400 // of links, of addresses
const fieldsAtMost = 200
const formsAtMost = 50
const metasAtMost = 50
const depthAtMost = 1000 // what is nested deeper is no page: the tokenizer's own stack grows with the square of it
const bite = 8192

/** One pass of the tokenizer over at most 256 KB; nothing is built that grows faster than the page. */
export function scanPage(html: string, pageUrl: URL): Scanned {
  const found: Scanned = {
    title: '',
    headings: '',
    description: '',
    words: '',
    hrefs: [],
    links: [],
    frames: [],
    forms: [],
    scripts: 0,
    framed: false,
  }
  let base = pageUrl
  let inside: 'title' | 'skip' | undefined
  let heading = false
  let link: { url: string; words: string } | undefined
  let form: Form | undefined
  let depth = 0
  let metas = 0
  let fieldsSeen = 0
  const address = (href: string | undefined): string | undefined => {
    try {
      const url = new URL(href ?? '', base)
      return href !== undefined && (url.protocol === 'http:' || url.protocol === 'https:')
        ? url.href.slice(0, 2000)
        : undefined
    } catch {
      return undefined
    }
  }
  /** Scripts collect fields outside any <form> as well. */
  const fields = (): Form => {
    form ??= found.forms.find((one) => one.action === '')
    if (form === undefined) found.forms.push((form = emptyForm('')))
    return form
  }
  const meta = (attributes: Attributes): void => {
    const content = (attributes['content'] ?? '').slice(0, 2000)
    if (
      /^(description|keywords|og:title|og:description|og:site_name)$/i.test(
        attributes['name'] ?? attributes['property'] ?? '',
      )
    )
      found.description = `${found.description} ${content}`.slice(0, 2000)
    if (attributes['http-equiv']?.toLowerCase() !== 'refresh') return
    const [, seconds = '', target = ''] =
      /^\s*(\d{1,9})[\d.]*\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(content) ?? []
    const url = target === '' ? undefined : address(target.trim())
    if (url !== undefined) found.refresh ??= { seconds: Number(seconds), url }
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      depth++
      if (inside === undefined) found.words += ' '
      switch (name) {
        case 'title':
          inside = 'title'
          return
        case 'script':
          found.scripts++
          inside = 'skip'
          return
        case 'style':
        case 'template':
          inside = 'skip'
          return
        case 'h1':
        case 'h2':
          heading = true
          return
        case 'base':
          base = new URL(address(attributes['href']) ?? base)
          return
        case 'meta':
          return metas++ < metasAtMost ? meta(attributes) : undefined
        case 'frameset':
          found.framed = true
          return
        case 'frame':
        case 'iframe': {
          const url = address(attributes['src'])
          if (url !== undefined && found.frames.length < 8) found.frames.push(url)
          return
        }
        case 'form':
          form = emptyForm(attributes['action'] ?? '#')
          if (found.forms.length < formsAtMost) found.forms.push(form)
          return
        case 'textarea':
          fields().message = true
          return
        case 'input':
          return fieldsSeen++ < fieldsAtMost ? noteField(fields(), attributes) : undefined
        case 'img':
          return say(attributes['alt'] ?? '')
        case 'a':
        case 'area': {
          if (found.links.length >= listsAtMost) return
          const href = attributes['href']
          const url = address(href)
          if (href !== undefined && url === undefined && found.hrefs.length < listsAtMost)
            found.hrefs.push(href)
          link =
            url === undefined
              ? undefined
              : { url, words: `${attributes['title'] ?? attributes['aria-label'] ?? ''} ` }
          if (name === 'area' && link !== undefined) endLink()
        }
      }
    },
    ontext: say,
    onclosetag(name) {
      depth--
      if (inside === undefined) found.words += ' '
      if (['title', 'script', 'style', 'template'].includes(name)) inside = undefined
      if (name === 'h1' || name === 'h2') heading = false
      if (name === 'form') form = undefined
      if (name === 'a') endLink()
    },
  })
  function say(text: string): void {
    if (inside === 'title') found.title = `${found.title}${text}`.slice(0, 1000)
    if (inside !== undefined) return
    if (found.words.length < wordsAtMost) found.words += text
    if (heading && found.headings.length < 2000) found.headings += text
    if (link !== undefined) link.words = `${link.words}${text}`.slice(0, 200)
    else if (form !== undefined && form.words.length < 2000) form.words += text
  }
  function endLink(): void {
    if (link !== undefined && found.links.length < listsAtMost) found.links.push(link)
    link = undefined
  }
  for (let at = 0; at < html.length && depth < depthAtMost; at += bite)
    parser.write(html.slice(at, at + bite))
  parser.end()
  return found
}
type Attributes = Readonly<Record<string, string>>
const emptyForm = (action: string): Form => ({
  words: '',
  action,
  passwords: 0,
  newPassword: false,
  currentPassword: false,
  names: false,
  message: false,
})
function noteField(form: Form, attributes: Attributes): void {
  const type = attributes['type']?.toLowerCase() ?? 'text'
  const named = `${attributes['name'] ?? ''} ${attributes['id'] ?? ''} ${attributes['autocomplete'] ?? ''}`
  if (type === 'password') {
    form.passwords++
    if (/new-password/i.test(named)) form.newPassword = true
    if (/current-password/i.test(named)) form.currentPassword = true
  }
  if (type === 'submit' || type === 'button') form.words += ` ${attributes['value'] ?? ''} `
  if (type === 'email' || (type === 'text' && /user|nick|login|jid|account|name|mail/i.test(named)))
    form.names = true
  if (form.words.length < 2000) form.words += ` ${attributes['placeholder'] ?? ''} `
}
