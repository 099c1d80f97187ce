import Handlebars from 'handlebars'
import type { LetterKind } from '../ticket/letter.ts'
import { cleanDeep } from './clean.ts'
import { columns, hang, unbroken, wrap } from './wrap.ts'

/** templates/, compiled: one folder a letter. */
export type Templates = {
  readonly render: (letter: LetterKind, model: object) => { subject: string; text: string; html: string }
  /** One line of plain text from a template of its own, such as the text alternative of a picture. */
  readonly say: (path: string, model: object) => string
  readonly phrase: (group: string, key: string) => string
}
type Phrases = { readonly [group: string]: { readonly [key: string]: string } }
type Environment = ReturnType<typeof Handlebars.create>
const shared = {
  phrase: true,
  plural: true,
  eq: true,
  row: true,
  link: true,
  command: true,
  list: true,
  address: true,
  show: true,
  'line-of': true,
}

/**
 * `files`: contents of templates/ by path (`results/text.hbs`, `partials/foot.html.hbs`, `phrases.json`). Everything
 * is parsed here, so that a broken template is found at start and not at the first letter. Pure: reading is the desk's.
 */
export function compileTemplates(files: Readonly<Record<string, string>>): Templates {
  const phrases = JSON.parse(files['phrases.json'] ?? '{}') as Phrases
  const asText = environment(files, 'text', phrases)
  const asHtml = environment(files, 'html', phrases)
  const ours = (path: string) => path.startsWith('pictures/') || `${path.split('/')[0]}/subject.hbs` in files // pages live here too
  const templates = new Map(
    Object.entries(files)
      .filter(([path]) => path.endsWith('.hbs') && ours(path))
      .map(([path, source]) => [
        path,
        compile(path.endsWith('html.hbs') ? asHtml : asText, path, source, path.endsWith('html.hbs')),
      ]),
  )
  const run = (path: string, model: object) => {
    const template = templates.get(path)
    if (template === undefined) throw new Error(`templates/${path} is missing`)
    return template(model)
  }
  return {
    phrase: (group, key) => phraseOf(phrases, group, key),
    say: (path, model) =>
      run(path, noMissing(cleanDeep(model), path))
        .replace(/\s+/gu, ' ')
        .trim(),
    render(letter, model) {
      const whole = noMissing(cleanDeep(model), letter)
      return {
        subject: run(`${letter}/subject.hbs`, whole).replace(/\s+/gu, ' ').trim(),
        text: wrap(run(`${letter}/text.hbs`, whole)),
        html: run(`${letter}/html.hbs`, whole)
          .replace(/[ \t]+$/gmu, '')
          .replace(/\n{2,}/gu, '\n'),
      }
    },
  }
}

function compile(environment: Environment, path: string, source: string, html: boolean) {
  if (/\{\{\{|\{\{&/u.test(source)) throw new Error(`templates/${path} has an unescaped {{{value}}}`)
  environment.parse(source, { srcName: path })
  return environment.compile<object>(source, {
    strict: true,
    noEscape: !html,
    knownHelpers: shared,
    knownHelpersOnly: true,
  })
}

function environment(
  files: Readonly<Record<string, string>>,
  kind: 'text' | 'html',
  phrases: Phrases,
): Environment {
  const made = Handlebars.create()
  for (const [path, source] of Object.entries(files)) {
    const name = new RegExp(`^partials/([\\w-]+)(?:\\.${kind})?\\.hbs$`, 'u').exec(path)?.[1]
    if (name !== undefined) made.registerPartial(name, compile(made, path, source, kind === 'html'))
  }
  made.registerHelper({
    /** The phrase for a code; codes that others may add later fall back on their own name. */
    phrase: (group: string, key: string) => phraseOf(phrases, group, key),
    plural: (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`,
    eq: (a: unknown, b: unknown) => a === b,
    show: (value: number | string) => String(value),
    list: (all: readonly string[]) => all.join(', '),
    /** The address of a row of the digest. */
    address: (row: number) => `<${row}>`,
    /** Where a value stood: `line 4`, or `mail 2, line 4`; 0 and null: not in the text, but in the header. */
    'line-of': (line: number | null, mail: unknown) => {
      const where = (key: string, n: number) => phraseOf(phrases, 'where', key).replace('*', String(n))
      if (mail === 0) return where('list', 0)
      const place = line === null || line === 0 ? where('sender', 0) : where('line', line)
      return typeof mail === 'number' ? `${where('mail', mail)}, ${place}` : place
    },
    /** Text only: what is copied whole, so it is never broken into lines. */
    command: (whole: string) => `${unbroken}    ${whole}`,
    /** Text only: a label in a column of `width`, the value hanging beside it. */
    row: (label: string, value: string, width: number) =>
      `${label}${' '.repeat(Math.max(1, width - columns(label)))}${hang}${value}`,
    /** HTML only: a link when it is a web address, otherwise the text. */
    link: (address: string, text: unknown) => {
      const shown = Handlebars.escapeExpression(typeof text === 'string' ? text : address)
      return /^https?:\/\/[^\s"'<>]+$/iu.test(address)
        ? new Handlebars.SafeString(
            `<a href="${Handlebars.escapeExpression(address)}" rel="noreferrer">${shown}</a>`,
          )
        : new Handlebars.SafeString(shown)
    },
  })
  return made
}
function phraseOf(phrases: Phrases, group: string, key: string): string {
  const found = phrases[group]?.[key] ?? phrases[group]?.['*']?.replace('*', () => key)
  if (found === undefined) throw new Error(`templates/phrases.json has no ${group}.${key}`)
  return found
}

/**
 * `strict` does not reach the arguments of helpers (`{{#if x}}`, `{{row x}}`): a view of the model that throws at any
 * name that is not there does. What is absent on purpose stands in the model as null.
 */
function noMissing<T extends object>(model: T, path: string): T {
  const check = (target: object, key: string | symbol) => {
    if (typeof key === 'string' && !(key in target) && !/^(\d+|toJSON|toHTML|then|constructor)$/u.test(key)) {
      throw new Error(`the model of ${path} has no ${key}`)
    }
  }
  return new Proxy(model, {
    get(target, key) {
      check(target, key)
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'object' && value !== null ? noMissing(value, `${path}.${String(key)}`) : value
    },
    getOwnPropertyDescriptor(target, key) {
      check(target, key)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
  })
}
