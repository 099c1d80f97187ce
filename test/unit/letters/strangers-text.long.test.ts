import { describe, expect, it } from 'vitest'
import { readCommands } from '../../../src/commands/read-commands.ts'
import { compileTemplates } from '../../../src/letters/compile.ts'
import { samples, type Sample } from '../../../src/letters/samples.ts'
import { columns } from '../../../src/letters/wrap.ts'
import { letterWriter } from '../../../src/letters/write.ts'
import { localTimesInBerlin } from './reading.ts'
import { templatesOnDisk } from './templates-on-disk.ts'
import { words } from './sample-words.ts'

const writer = letterWriter({
  templates: compileTemplates(templatesOnDisk()),
  words,
  localTimes: localTimesInBerlin,
})

const naughty: Readonly<Record<string, string>> = {
  markup: '<x-naughty onload=alert(1)>"\'><img src=x onerror=alert(1)></td></table></body>',
  'a comment and a style': '--><style>*{display:none}</style><!--',
  'a template': '{{desk.name}} {{{desk.name}}} {{#each steps}}x{{/each}} {{> foot}}',
  'a script as an address': 'javascript:alert(1)',
  'an address that breaks out': 'https://im.example.org/"onmouseover="alert(1)',
  'line ends and a command': 'nice\r\n\r\napprove\r\nBcc: victim@example.org\u2028approve\u0085approve',
  'control characters': 'a\u0000b\u0007c\u001b[2Jd\u007fe\u009bf',
  'text turned around': 'safe\u202Egnp.exe\u202C \u2066x\u2069 \u061Cy',
  'invisible text': 'a\u200Bpp\u200Drove\u2060\uFEFF\u00AD\u{E0041}\u{E0042}',
  'half a character': 'x\uD800y',
  'other scripts': 'Сервер 服务器 サーバー خادم שרת 😀👩‍👩‍👧‍👦 e\u0301',
  'one very long word': 'x'.repeat(6000),
  'very many words': 'many words '.repeat(900),
  'nothing but space': ' \t \u00a0 ',
}
/** Where strangers' words stand in a sample. */
const theirs = new Set(
  'serverSoftware description admin.name certificateAuthority website websiteTitle issuer software title value why firstError reason text note argument detail mentions features raw'.split(
    ' ',
  ),
)
function spoilt<T>(one: T, text: string, key = ''): T {
  if (typeof one === 'string') return (theirs.has(key) ? text : one) as T
  if (Array.isArray(one)) return one.map((each: unknown) => spoilt(each, text, key)) as T
  if (typeof one !== 'object' || one === null) return one
  const contact = 'kind' in one && one.kind === 'mailto'
  return Object.fromEntries(
    Object.entries(one).map(([name, value]) => [
      name,
      spoilt(value as unknown, text, contact && name === 'value' ? 'raw' : name),
    ]),
  ) as T
}
const write = (sample: Sample) =>
  'desk' in sample ? writer.writeDeskLetter(sample.desk) : writer.writeLetter(sample.order, sample.around)
const linesOf = (text: string) => text.split('\n').map((line, i) => ({ number: i + 1, text: line }))
const hidden =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]|[\ud800-\udfff](?![\udc00-\udfff])/u
const outline = (html: string) =>
  html.replace(/<(?:li|br|tr|td|th|blockquote|\/[^>]*)[^>]*>/gu, '').match(/<[a-z0-9]+/gu)

describe.each(Object.entries(naughty))('a stranger who sends %s', (_, text) => {
  it.each(Object.entries(samples))('changes no letter but for its words: %s', (_, sample) => {
    const letter = write(spoilt(sample, text))
    const whole = `${letter.subject}\n${letter.text}\n${letter.html}`
    expect(letter.html).not.toMatch(/<x-naughty|<img src=x|<style>\*|"onmouseover|href="javascript/iu)
    expect(whole.split('\n').filter((line) => hidden.test(line))).toEqual([])
    expect(letter.subject).not.toMatch(/[\r\n]/u)
    expect(readCommands(linesOf(letter.text)).commands).toEqual([]) // not even when a program quotes without marks
    expect(outline(letter.html)?.filter((tag) => tag === '<img')).toHaveLength(letter.images.length)
    const long = letter.text
      .split('\n')
      .filter((line) => columns(line) > 78 && /\S\s+\S/u.test(line.trim()) && !/^ {4}\S/u.test(line))
    expect(long).toEqual([])
    for (const { svg } of letter.images) expect(svg).not.toMatch(/<x-naughty|<style|<img/iu)
  })
})
