import { parseDomainName } from '../values/domain-name.ts'
import type { FormLine } from './answers.ts'
import { labelAt } from './label-at.ts'
import { hasEnd } from './names-in.ts'
import { ofAll } from './prose-values.ts'

/**
 * Services one below the other, each under its name: `== a.example ==`, `[a.example]`, `2. b.example (rooms)`. Every name
 * becomes `Domain: …`; what is said under `Common to both` goes to the top, where it is said of all.
 */
export function underNames(lines: readonly FormLine[]): readonly FormLine[] {
  const named = new Map(
    lines.flatMap((line, at) => {
      const domain = line.own ? nameAlone(line.text) : undefined
      return domain === undefined || !isHead(lines, at) ? [] : [[line, domain] as const]
    }),
  )
  if (new Set(named.values()).size < 2) return lines
  const common = lines.findIndex(
    ({ own, text }, at) =>
      own &&
      text.length < 60 &&
      ofAll.test(text) &&
      isHead(lines, at) &&
      blockUnder(lines, at).every((line) => !named.has(line)),
  )
  const top = new Set(common === -1 ? [] : blockUnder(lines, common))
  return [...top, ...lines.filter((line) => !top.has(line))].map((line) => {
    const domain = named.get(line)
    return domain === undefined ? line : { ...line, text: `Domain: ${domain}` }
  })
}

/** `== a.example ==`, `1. a.example:`, `[a.example] (rooms)`. */
const decorated =
  /^[\s#=*_~•·–—<[(-]*(?:\d{1,2}[.):]\s+)?([^\s@/()[\]<>*=_#~–—]+\.[^\s@/()[\]<>*=_#~:–—]+)[\s#=*_~:–—>\])-]*(?:\([^()]{1,40}\)\s*:?)?$/u
function nameAlone(text: string): string | undefined {
  const name = text.length < 150 ? decorated.exec(text.trim())?.[1] : undefined
  return name !== undefined && parseDomainName(name) !== undefined && hasEnd(name) ? name : undefined
}

/** It begins a block, says nothing of its own, and at least two labels that we know stand right under it, none of which asks for a domain. */
function isHead(lines: readonly FormLine[], at: number): boolean {
  const begins = !/[\p{L}\p{N}]/u.test(lines[at - 1]?.text ?? '')
  if (!begins || labelAt(lines[at]?.text ?? '') !== undefined) return false
  const labels = blockUnder(lines, at).flatMap(({ text }) => labelAt(text) ?? [])
  return labels.filter(({ sure }) => sure).length >= 2 && labels.every(({ asked }) => asked !== 'domain')
}
const longestForm = 60
/** Up to the next empty line; a rule or one empty line may stand in front. */
function blockUnder(lines: readonly FormLine[], at: number): readonly FormLine[] {
  let from = at + 1
  while (from < lines.length && from < at + 3 && !/[\p{L}\p{N}]/u.test(lines[from]?.text ?? '')) from++
  const under = lines.slice(from, from + longestForm)
  const length = under.findIndex(({ text, own }) => !own || text.trim() === '')
  return length === -1 ? under : under.slice(0, length)
}
