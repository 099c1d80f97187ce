import { getDomain, parse } from 'tldts'
import { parseDomainName } from '../values/domain-name.ts'
import { beside, wellKnown } from './prose-words.ts'

export type Sentence = {
  readonly text: string
  readonly lines: readonly { readonly number: number; readonly text: string }[]
}

const special = /\.(?:example|test|invalid|onion|i2p|lan)$/i
const atHome = /\.(?:local|localhost|internal|arpa)$/i
/** Whether a name ends as names of services do. Behind a label the ones of a network at home count too. */
export const hasEnd = (name: string): boolean =>
  special.test(name) || atHome.test(name) || parse(name).isIcann === true

/** Chinese and Japanese put no space around a name, so in running text their own letters are none of it. */
const letter = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}`
export const everyName = new RegExp(
  String.raw`(?<![@\w./-])(?:[\d${letter}][\d${letter}-]*\.)+[${letter}][${letter}\d-]+(?![\w@])`,
  'giu',
)
/** `services.json` is none. */
export const hasName = (text: string): boolean => namesIn({ text, lines: [] }).length > 0
export type Named = { readonly domain: string; readonly sentence: Sentence }
/** Names that could be of a service. `near`: a word for one stands right before it. */
export function namesIn(sentence: Sentence): (Named & { readonly near: boolean })[] {
  return [...sentence.text.matchAll(everyName)].flatMap(([found]) => {
    const domain = parseDomainName(found)
    if (
      domain === undefined ||
      /^www\./i.test(found) ||
      wellKnown.has(getDomain(domain) ?? domain) ||
      wellKnown.has(domain)
    )
      return []
    const at = sentence.text.indexOf(found)
    const near = beside.test(sentence.text.slice(Math.max(0, at - 40), at))
    // `Makefile.local` is a file, unless a word for a service stands right before it.
    const isFile = atHome.test(domain) && !near && domain.split('.').length < 3
    return hasEnd(domain) && !isFile ? [{ domain: found, sentence, near }] : []
  })
}
