import {
  blanks,
  elsewhere,
  fillers,
  names,
  others,
  persons as personWords,
  surroundings,
} from './label-names.ts'
import { remember } from './remember.ts'
import type { Field } from './submission.ts'

/** What a label may stand for: a field, one of the two coordinates, or the whole administrator in one line. */
export type Asked = Field | 'latitude' | 'longitude' | 'admin'

/** A label without what people put around it: bullets, numbers, bold, brackets with examples, marks; lower case, one space. */
export function plain(label: string): string {
  return label
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|<[^>]*>|（[^）]*）|【|】/gu, ' ')
    .replace(/^\s*(?:\d{1,2}\s*[.)\]:]|[a-z]\)|[ivx]{1,4}[.)])\s*/u, ' ')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '' && !fillers.has(word))
const setOf = (list: readonly string[]): string => [...new Set(list)].sort().join(' ')

/** Endings differ, `Verantwortliche Person` and `verantwortlicher`: long words compare by their beginnings. */
const stem = (word: string): string =>
  word.length > 6 && /^[\p{Script=Latin}\p{Script=Cyrillic}]+$/u.test(word) ? word.slice(0, 6) : word

/** Whoever runs it in any gender and case: `Administratorin`, `amministratrice`, `адміністраторка` are known by their beginnings. */
const persons = new Map<string, Asked>()
const beginning = (word: string): string => word.slice(0, Math.max(7, word.length - 3))
function person(word: string): Asked | undefined {
  if (word.length < 7 || word.includes(' ')) return undefined
  for (let length = word.length; length >= Math.max(7, word.length - 8); length--) {
    const found = persons.get(word.slice(0, length))
    if (found !== undefined) return found
  }
  return undefined
}
const exact = new Map<string, Asked>()
const sets = new Map<string, Asked | 'several'>()
const fieldsOf = new Map<string, Set<Asked>>()
for (const [asked, languages] of Object.entries(names) as [Asked, readonly string[]][]) {
  for (const name of languages.flatMap((one) => one.split('|'))) {
    if (!exact.has(plain(name))) exact.set(plain(name), asked)
    if ((asked === 'admin' || asked === 'admin.name') && /^(?![ck]onta|конта)\p{L}{7,}$/u.test(plain(name)))
      persons.set(beginning(plain(name)), asked)
    const kept = words(plain(name))
    const key = setOf(kept)
    const known = sets.get(key)
    // `TLS by` is about a certificate, `TLS` alone is not.
    const cut = kept.length === 1 && plain(name).includes(' ')
    if (key !== '' && !cut) sets.set(key, known === undefined || known === asked ? asked : 'several')
    for (const word of kept) fieldsOf.set(stem(word), (fieldsOf.get(stem(word)) ?? new Set()).add(asked))
  }
}

/** The one field in whose names all these words occur: `Operator` and `XMPP address` are known, so `Operator XMPP address` is. */
function common(kept: readonly string[]): Asked | undefined {
  if (kept.length < 2) return undefined
  const [first = new Set<Asked>(), ...rest] = kept.map((word) => fieldsOf.get(stem(word)) ?? new Set<Asked>())
  const all = [...first].filter((asked) => rest.every((fields) => fields.has(asked)))
  const part = all.filter((asked) => asked !== 'admin' && asked !== 'location') // what is part of another is meant before it
  const [one, more] = part.length > 0 ? part : all
  return more === undefined ? one : undefined
}

/** Chinese and Japanese put what is asked at the end: `SSL証明書の認証局`. */
function suffix(bare: string): Asked | undefined {
  if (bare.length > 24 || !/[\u3040-\u30ff\u3400-\u9fff]/u.test(bare)) return undefined
  const shortest = /[年国]$/u.test(bare) ? 1 : 2
  for (let at = 1; at <= bare.length - shortest; at++) {
    // Not in the middle of a Latin word.
    if (/\p{Script=Latin}{2}/u.test(bare.slice(at - 1, at + 1))) continue
    const known = exact.get(bare.slice(at).trim())
    if (known !== undefined && known !== 'admin') return known
  }
  return undefined
}

const bracketed = (label: string): Asked | undefined =>
  exact.get(plain(/[(（]([^()（）]*)[)）]/u.exec(label)?.[1] ?? ''))

type Label = { readonly asked: Asked; readonly sure: boolean }
/** What a label asks for; `sure` when it is one of the names as they stand, not one with words around it. */
export const labelled = remember((label): Label | undefined => {
  if (label.length > 120) return undefined
  const bare = plain(
    /^[a-z]+(?:[A-Z][a-z]+)+$/.test(label.trim()) ? label.replaceAll(/([a-z])([A-Z])/g, '$1 $2') : label,
  )
  if (bare === '' || others.has(bare)) return undefined
  const direct = exact.get(bare) ?? person(bare)
  // `Admin contact (email)`: what stands in brackets is nearer to the point.
  const inner = bracketed(label)
  if (inner !== undefined && inner !== 'admin' && (direct === 'admin' || direct === 'location'))
    return { asked: inner, sure: true }
  if (direct === 'directTlsPort' && isElsewhere(label)) return undefined // `C2S port (STARTTLS)`
  if (direct !== undefined) return { asked: direct, sure: true }
  // `Service 2`, of several
  const [, counted] = /^(.+?) \d{1,2}$/u.exec(bare) ?? []
  if (counted !== undefined && exact.get(counted) === 'domain') return { asked: 'domain', sure: true }
  if (isElsewhere(label)) return undefined
  const cjk = suffix(bare)
  if (cjk !== undefined) return { asked: cjk, sure: false }
  const kept = words(bare)
  if (kept.length > 8) return undefined
  // `Email админа`: whose it is, in any case of the word.
  const his = kept.filter((word) => !personWords.has(word))
  const part = his.length === 1 && kept.length === 2 ? exact.get(his[0] ?? '') : undefined
  if (part?.startsWith('admin.') === true) return { asked: part, sure: false }
  // `Latitude of the location` is one half of it.
  const halves = new Set(
    kept
      .filter((word) => word.length > 4) // not `How long does it take`
      .map((word) => exact.get(word))
      .filter((one) => one === 'latitude' || one === 'longitude'),
  )
  const [half] = halves
  if (half !== undefined && halves.size === 1) return { asked: half, sure: false }
  const around = kept.filter((word) => !surroundings.has(word))
  const bared = around.length > 0 && around.length < kept.length ? sets.get(setOf(around)) : undefined
  const found =
    sets.get(setOf(kept)) ??
    (bared === 'admin.name' && around.length === 1 ? 'domain' : bared) ?? // `Name of our XMPP server` is no person's
    common(kept) ??
    common(around)
  return found === undefined || found === 'several' ? undefined : { asked: found, sure: false }
})
export const isElsewhere = (label: string): boolean => elsewhere.test(label)
const prefixes =
  /^(server|kontakt|contact|admin|betreiber|beheer|dienst|service|zertifikat|certificaat|standort|xmpp|jabber)(?:s|en|es|ungs)?(?=\p{L}{4})/u
/**
 * In a form: what a label asks for that holds other words beside ours. Its head tells (`Land, in dem der Server steht`,
 * `Year it was launched`), or all that we know of it points to one field. The value has to fit.
 */
export function loosely(written: string): Asked | undefined {
  if (written.length > 90 || isElsewhere(written)) return undefined
  const label = written.replaceAll(/\p{L}+/gu, (word) => {
    const better = mended(word.toLowerCase())
    return better === word.toLowerCase() ? word : better
  })
  const open = plain(label.replaceAll(/[()[\]{}（）]/g, ' '))
  const opened = bracketed(label) ?? labelled(open)?.asked
  if (opened !== undefined) return opened
  const [head = ''] = label.split(/[,;–—]/)
  const all = plain(head).split(' ')
  const end = all.findIndex((word, at) => at > 0 && fillers.has(word))
  for (const some of [all, end === -1 ? [] : all.slice(0, end)]) {
    const found = some.length === 0 ? undefined : labelled(some.join(' '))?.asked
    // A head that is no more than `Name` may be of anything.
    if (
      found !== undefined &&
      found !== 'admin' &&
      !(
        found === 'admin.name' &&
        /^(?:name|nom|nombre|nome|naam|imię|nazwa|jméno|имя|ім)$/u.test(some[0] ?? '')
      )
    )
      return found
  }
  const known = words(open)
    .flatMap((word) => (exact.has(word) ? [word] : word.replace(prefixes, '$1 ').split(' ')))
    .filter((word) => fieldsOf.has(stem(word)))
  const telling = known.filter((word) => !surroundings.has(word))
  return common(telling) ?? (telling.length === 1 ? only(telling[0]) : undefined)
}
/** `Sofware`, `Webiste`, `Telphone`: one slip in a word that we know. */
let slips: Map<string, string> | undefined
function mended(word: string): string {
  if (
    word.length < 5 ||
    fieldsOf.has(stem(word)) ||
    fillers.has(word) ||
    !/^[\p{Script=Latin}\p{Script=Cyrillic}]+$/u.test(word)
  )
    return word
  slips ??= new Map(
    [...exact.keys()]
      .flatMap((name) => name.split(' '))
      .filter((one) => one.length > 4)
      .flatMap((one) => [[one, one] as const, ...less(one).map((cut) => [cut, one] as const)]),
  )
  const found = [word, ...less(word)].map((cut) => slips?.get(cut)).find((one) => one !== undefined)
  return found !== undefined && found[0] === word[0] ? found : word
}
/** The word without each of its letters in turn: two words with one slip between them share one of these. */
const less = (word: string): string[] =>
  Array.from(word).map((_, at, all) => [...all.slice(0, at), ...all.slice(at + 1)].join(''))

/** The field that a single word stands for, when it stands for no other. */
function only(word = ''): Asked | undefined {
  const fields = [...(fieldsOf.get(stem(word)) ?? [])].filter(
    (asked) => asked !== 'admin' && asked !== 'location',
  )
  return fields.length === 1 ? fields[0] : undefined
}
const firstWord = /^[\s[({<"'*_-]*([\p{L}\p{N}]+)/u
/** No regular expression over every value: what begins as nothing of these does is none of them. */
const beginnings = new Set([...blanks].map((one) => one.split(' ')[0] ?? one))
/** Whether what stands behind a label says nothing: a gap, a dash, `n/a`, the hint of the template. */
export function isBlank(value: string): boolean {
  const text = value.trim()
  if (/^[\s._\-–—…*?#/\\|[\](){}<>]*$/u.test(text)) return true
  const first = firstWord.exec(text)?.[1]?.toLowerCase()
  if (text.length > 60 || (first !== undefined && !beginnings.has(first))) return false
  return blanks.has(plain(text.replace(/^[[({<"']+(.*?)[\])}>"']+$/s, '$1')))
}
