import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { plain } from '../listing/text.ts'

export type Box = 'in' | 'out'
export type MailSummary = {
  readonly box: Box
  readonly name: string
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly date: string // ISO 8601; '' when the mail has none
}
export type MailShown = MailSummary & { readonly text: string; readonly html?: string }
/** What the embedded desk got and wrote, for whoever tries it out on his own machine. */
export type Mails = {
  readonly list: () => Promise<readonly MailSummary[]>
  /** undefined when there is no such mail. Found by name in the folder's listing: what a visitor asks never becomes a path. */
  readonly open: (box: string, name: string) => Promise<MailShown | undefined>
}

const most = 200 // mails in the overview, newest first

/** Two Maildirs, mail in and letters out. Neither need be there yet. */
export function maildirMails(folders: Readonly<Record<Box, string>>): Mails {
  return {
    async list() {
      const all = await Promise.all(
        (['in', 'out'] as const).map(async (box) => await summaries(box, folders[box])),
      )
      return all
        .flat()
        .sort((a, b) => (a.date < b.date ? 1 : -1))
        .slice(0, most)
    },
    async open(box, name) {
      if (box !== 'in' && box !== 'out') return undefined
      const file = (await filesOf(folders[box])).find((one) => one.name === name)
      const email = file && (await parsed(file.path))
      if (file === undefined || email === undefined) return undefined
      const html = email.html === undefined ? undefined : inlined(email.html, email)
      return { ...summary(box, name, email), text: email.text ?? '', ...(html !== undefined && { html }) }
    },
  }
}
/** Mail that was handled is moved, and is still mail that came. */
const parts = ['new', 'cur', '.Done/cur', '.Quarantine/cur']
async function filesOf(folder: string): Promise<{ name: string; path: string }[]> {
  const found = await Promise.all(
    parts.map(async (part) =>
      (await readdir(join(folder, part)).catch(() => [])).map((name) => ({
        name,
        path: join(folder, part, name),
      })),
    ),
  )
  return found.flat().filter(({ name }) => !name.startsWith('.'))
}
async function summaries(box: Box, folder: string): Promise<MailSummary[]> {
  const newest = (await filesOf(folder)).sort((a, b) => (a.name < b.name ? 1 : -1)).slice(0, most)
  const all: MailSummary[] = []
  for (const { name, path } of newest) {
    const email = await parsed(path)
    if (email) all.push(summary(box, name, email))
  }
  return all
}
/** A mail that cannot be read is passed over: this is a window, not the desk. */
async function parsed(path: string): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(await readFile(path), { maxNestingDepth: 20 })
  } catch {
    return undefined
  }
}
function summary(box: Box, name: string, email: Email): MailSummary {
  const who = (one: Email['from']) => plain(one?.address ?? one?.name ?? '')
  const date =
    email.date === undefined || Number.isNaN(Date.parse(email.date)) ? '' : new Date(email.date).toISOString()
  return {
    box,
    name,
    from: who(email.from),
    to: (email.to ?? []).map(who).join(', '),
    subject: plain(email.subject ?? ''),
    date,
  }
}
/** Pictures that the letter carries (RFC 2392 `cid:`) become part of it: the frame may load nothing. */
function inlined(html: string, email: Email): string {
  return email.attachments.reduce((text, { contentId, mimeType, content }) => {
    if (contentId === undefined || !mimeType.startsWith('image/')) return text
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer)
    return text.replaceAll(
      `cid:${contentId.replace(/^<|>$/g, '')}`,
      `data:${mimeType};base64,${bytes.toString('base64')}`,
    )
  }, html)
}
