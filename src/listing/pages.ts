import Handlebars from 'handlebars'
import { hours, millis, readable, showDuration, type Instant } from '../values/instant.ts'

/** The page's templates, compiled once. `words` are the sentences and labels that code asks for by a key. */
export type Pages = {
  readonly render: (name: string, model: object) => string
  readonly word: (group: string, key: string) => string
  /** A sentence of words.json with `{name}` filled in. Not escaped: for values that templates escape. */
  readonly phrase: (key: string, facts: Readonly<Record<string, string | number>>) => string
  /** `30d` → `30 days` */
  readonly long: (duration: string) => string
  /** `1d` → `every day` */
  readonly every: (duration: string) => string
  readonly asset: (name: string) => string
  readonly assets: readonly string[]
}

/**
 * From files by name: `NAME.hbs` a page, `_NAME.hbs` a partial, `words.json`, and the rest (style sheet, script, icon) as
 * it is. Reading them is the caller's. Every value is escaped by Handlebars; `strict` makes a wrong name an error at once.
 */
export function compilePages(files: Readonly<Record<string, string>>): Pages {
  const bars = Handlebars.create()
  const words = JSON.parse(files['words.json'] ?? '{}') as Record<string, Record<string, string>>
  // A key may be a stranger's text, such as "constructor".
  const word = (group: string, key: string): string =>
    Object.hasOwn(words[group] ?? {}, key) ? (words[group]?.[key] ?? key) : key
  const phrase: Pages['phrase'] = (key, facts) =>
    word('phrase', key).replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''))
  const parts = (duration: string) => /^(\d+)(ms|s|m|h|d)$/.exec(duration) ?? []
  const long: Pages['long'] = (duration) => {
    const [, count = '', unit = ''] = parts(duration)
    return `${count} ${word(count === '1' ? 'one' : 'many', unit)}`
  }
  const every: Pages['every'] = (duration) => {
    const [, count = '', unit = ''] = parts(duration)
    return count === '1' ? word('every', unit) : phrase('every', { count, units: word('many', unit) })
  }
  bars.registerHelper({
    word: (group: string, key: string) => word(group, key),
    day: (at: Instant) => at.slice(0, 10),
    feature: (key: string) => featureName(key, { word, phrase }),
    moment: (at: Instant) => readable(at),
    duration: (ms: number) => showDuration(ms),
    days: (ms: number) => Math.floor(ms / hours(24)),
    is: (a: unknown, b: unknown) => a === b,
    plural: (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`,
  })
  const templates = new Map<string, Handlebars.TemplateDelegate>()
  for (const [file, text] of Object.entries(files)) {
    const name = /^(_?[a-z-]+)\.hbs$/.exec(file)?.[1]
    if (name?.startsWith('_')) bars.registerPartial(name.slice(1), text)
    else if (name) templates.set(name, bars.compile(text, { strict: true, preventIndent: true }))
  }
  const assets = Object.keys(files)
    .filter((file) => /\.(css|js|svg)$/.test(file))
    .sort()
  return {
    word,
    phrase,
    long,
    every,
    assets,
    render(name, model) {
      const template = templates.get(name)
      if (template === undefined) throw new Error(`no page template ${name}.hbs`)
      return template(model)
    },
    asset(name) {
      const text = files[name]
      if (text === undefined) throw new Error(`no page file ${name}`)
      return text
    },
  }
}

/** `muc` → Group chat, `gateway-irc` → Gateway to IRC; what nobody has a word for stays as it is. */
export const featureName = (key: string, { word, phrase }: Pick<Pages, 'word' | 'phrase'>): string =>
  key.startsWith('gateway-')
    ? phrase('gateway', { network: word('gateway', key.slice(8)) })
    : word('feature', key)

/** Whole days between two moments, rounded down. */
export const daysBetween = (from: Instant, to: Instant): number =>
  Math.floor((millis(to) - millis(from)) / hours(24))
