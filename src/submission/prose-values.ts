import { addresses } from './addresses.ts'
import { labelAt } from './label-at.ts'
import type { Asked } from './labels.ts'
import type { Named, Sentence } from './names-in.ts'
import { saysOf } from './sentence.ts'

export type Said = readonly [Asked, string, Sentence]
/** Fields and raw values of all sentences. `Prosody` and `Prosody 0.12` are one; one address that nothing names is the email. */
export function valuesIn(sentences: readonly Sentence[], author: string): Said[] {
  let before = ''
  const all: Said[] = []
  for (const sentence of sentences) {
    // `In a few words: a server by the sea.`
    const spot = labelAt(sentence.text)
    const heads = /^\s*(?:[-*•]|\d{1,2}[.)])\s|^.{0,40}[:：=]\s/u.test(spot?.rest ?? '')
    if (spot?.asked === 'description' && spot.rest !== '' && !heads)
      all.push(['description', spot.rest, sentence])
    else
      for (const [asked, raw] of saysOf(sentence.text, { before, wished: true, author }))
        all.push([asked, raw, sentence])
    before = sentence.text
  }
  const versions = new Set(
    all.flatMap(([asked, raw]) => (asked === 'serverSoftware' && /\d/.test(raw) ? [raw] : [])),
  )
  const kept = all
    .filter(
      // Of two programs the one with a version is what runs.
      ([asked, raw]) => asked !== 'serverSoftware' || versions.size !== 1 || versions.has(raw),
    )
    .filter(
      ([asked, raw], at) =>
        !all.some(
          ([other, longer], there) =>
            other === asked &&
            there !== at &&
            longer !== raw &&
            longer.toLowerCase().includes(raw.toLowerCase()),
        ),
    )
  if (kept.some(([asked]) => asked === 'admin.email')) return kept
  const plain = sentences.flatMap((sentence) =>
    addresses(sentence.text)
      .filter(({ as }) => as.length === 0)
      .map(({ raw }) => ({ raw, sentence })),
  )
  const distinct = [...new Set(plain.map(({ raw }) => raw.toLowerCase()))]
  const [first] = plain
  return first === undefined ? kept : [...kept, ['admin.email', distinct.join(', '), first.sentence]]
}

/** For both of them, whatever stands around it. */
export const ofAll =
  /(?<!\p{L})(?:both|all (?:of them|two|three)|each|either|beide\p{L}*|alle|tous|toutes|les deux|ambos|ambas|todos|entramb[ei]|tutti|alle(?:bei|maal)|oba|obie|obydwa|wszystkie|obě|všechny|оба|обоих|все|обидва|усі)(?!\p{L})|都|両方|どちらも/iu
/**
 * Several services in flowing prose: each named in a sentence, and told of up to the next. Undefined where that is not so.
 * What stands before the first, and what is said of all, comes first.
 */
export function perService(
  sentences: readonly Sentence[],
  names: (sentence: Sentence) => readonly Named[],
  author: string,
): (Said | readonly ['domain', string, Sentence])[] | undefined {
  const starts: { readonly at: number; readonly domain: string }[] = []
  for (const [at, sentence] of sentences.entries())
    for (const { domain } of names(sentence))
      if (!starts.some((one) => one.domain.toLowerCase() === domain.toLowerCase()))
        starts.push({ at, domain })
  const distinct = new Set(starts.map(({ at }) => at))
  if (starts.length < 2 || distinct.size !== starts.length) return undefined
  const shared = sentences.filter((sentence, at) => at < (starts[0]?.at ?? 0) || ofAll.test(sentence.text))
  const services = starts.map(({ at, domain }, one) => {
    const own = sentences.slice(at, starts[one + 1]?.at).filter((sentence) => !shared.includes(sentence))
    return { domain, sentence: sentences[at] as Sentence, values: valuesIn(own, author) }
  })
  const told = services.every(({ values }) => new Set(values.map(([asked]) => asked)).size > 1)
  return told
    ? [
        ...valuesIn(shared, author),
        ...services.flatMap(({ domain, sentence, values }) => [
          ['domain', domain, sentence] as const,
          ...values,
        ]),
      ]
    : undefined
}
