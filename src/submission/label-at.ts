import { read } from './field-values.ts'
import { isBlank, labelled, plain, type Asked } from './labels.ts'

/** A label found in a line and what stands behind it. `sure`: the label is a name as it stands. */
export type Spot = { readonly asked: Asked; readonly sure: boolean; readonly rest: string }

export const bullet = /^\s*(?:[-*+•·‣▪●○◦–—]\s+|\d{1,2}\s*[.)\]]\s+|\(\d{1,2}\)\s+|[a-z]\)\s+|#{1,6}\s+)?/u
/** Whose values show by themselves that they are what the word in front says. */
const telling: readonly Asked[] = [
  'domain',
  'website',
  'admin.email',
  'admin.jid',
  'admin.phone',
  'location',
  'latitude',
  'longitude',
  'directTlsPort',
  'registration',
]

/**
 * A label at the beginning of a line and what stands behind it; undefined when the line begins with none that we know.
 * `inForm`: other lines are labelled beyond doubt.
 */
export function labelAt(text: string, inForm = false): Spot | undefined {
  if (text.length > 4000) return undefined
  const bare = text.replace(bullet, '')
  return (
    byColon(bare) ??
    byColumn(bare) ??
    byDash(bare, inForm) ??
    byQuestion(bare) ??
    byElement(bare) ??
    byWord(bare, bare !== text.trim())
  )
}

function byColon(text: string): Spot | undefined {
  const [, , label, rest = ''] =
    /^(\*{1,2}|_{1,2}|`)?([^:：=|\t]{1,110}?)\1?\s*(?:[:：](?!\/\/)|=)(?:\1)?\s*(.*)$/su.exec(text) ?? []
  const found = label === undefined ? undefined : named(label)
  return found === undefined ? undefined : { ...found, rest: rest.replace(/^\*{1,2}\s+/, '').trim() }
}
function byColumn(text: string): Spot | undefined {
  const [, label, rest = ''] = /^\|?\s*([^|\t]{1,110}?)\s*[|\t]\s*\t*([^|\t]*?)\s*\|?\s*$/su.exec(text) ?? []
  const found = label === undefined ? undefined : named(label.replace(/^\*{1,2}(.*?)\*{1,2}$/, '$1'))
  return found === undefined ? undefined : { ...found, rest }
}
/** A dash, an arrow, dots or a gap separate only behind a name that we know as it stands, or in a form. */
function byDash(text: string, inForm: boolean): Spot | undefined {
  const [, label, rest = ''] =
    /^(\S.{0,60}?)(?:\s+[-–—→]\s+|\s*[-=]>\s*|\s*→\s*|\s*(?:\.{3,}|…+|_{3,})\s*|\s{2,}|\t+)(\S.*)$/su.exec(
      text,
    ) ?? []
  const found = label === undefined ? undefined : labelled(label)
  return (found?.sure === true || (inForm && found !== undefined)) && !/^[a-z]$/.test(plain(label ?? ''))
    ? { ...found, rest }
    : undefined
}
function byQuestion(text: string): Spot | undefined {
  const [, label, rest = ''] = /^(.{3,110}?)[?？]\s*(.*)$/su.exec(text) ?? []
  const found = label === undefined ? undefined : labelled(label)
  return found === undefined ? undefined : { ...found, rest }
}
/** `<domain>im.example.org</domain>` outside any card. */
function byElement(text: string): Spot | undefined {
  const [, label, rest = ''] = /^<([\w-]{1,40})>([^<>]*)<\/\1>\s*$/.exec(text) ?? []
  const found = label === undefined ? undefined : labelled(label)
  return found === undefined ? undefined : { ...found, rest }
}
/**
 * `Website https://…` and `My phone number is +49 …`: no separator, so the value must be whole and of its kind. Not in a
 * list: `- website is https://…` is how our own letters say what is known.
 */
function byWord(text: string, listed: boolean): Spot | undefined {
  if (text.length > 200) return undefined
  const words = text.trim().split(/\s+/)
  for (let count = Math.min(5, words.length - 1); count > 0; count--) {
    const label = words.slice(0, count).join(' ')
    const verb = /^(?:is|ist|lautet|est|es|è|é|to|jest|je)$/iu.test(words[count] ?? '')
    const rest = words.slice(verb ? count + 1 : count).join(' ')
    const found = labelled(label)
    if (found === undefined || !telling.includes(found.asked) || (verb ? listed : !found.sure) || rest === '')
      continue
    if (!isBlank(rest) && read(found.asked, rest.replace(/[.!]$/, '')).is === 'value')
      return { ...found, rest: rest.replace(/[.!]$/, '') }
  }
  return undefined
}

/** One name, or several for one thing in two languages (`CA / Zertifizierungsstelle`), or the two halves of a place. */
function named(label: string): Omit<Spot, 'rest'> | undefined {
  const direct = labelled(label) ?? labelled(label.replace(/^\s*[[({<](.*)[\])}>]\s*$/, '$1'))
  if (direct !== undefined || !/[/|&+]/.test(label)) return direct
  const parts = label.split(/\s*[/|&+]\s*/).map((part) => labelled(part)?.asked)
  const [first] = parts
  if (first === undefined || parts.includes(undefined)) return undefined
  if (parts.every((part) => part === first)) return { asked: first, sure: false }
  if (parts.every((part) => part === 'latitude' || part === 'longitude'))
    return { asked: 'location', sure: false }
  // `Name / JID` names no email: an address there would be taken for one.
  const persons = parts.every((part) => part?.startsWith('admin') === true)
  return persons && (parts.includes('admin.email') || !parts.includes('admin.jid'))
    ? { asked: 'admin', sure: false }
    : undefined
}
