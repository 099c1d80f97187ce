import { describe, expect, it } from 'vitest'
import { compileTemplates } from '../../../src/letters/compile.ts'
import type { Verb } from '../../../src/commands/command.ts'
import type { SaidAnswer } from '../../../src/sorting/sorted.ts'
import { labelled } from '../../../src/submission/labels.ts'
import { fieldsInOrder } from '../../../src/letters/fields.ts'
import type { ProblemCode } from '../../../src/submission/submission.ts'
import type { Stage } from '../../../src/ticket/standing.ts'
import { templatesOnDisk } from './templates-on-disk.ts'

const folder = (text: string, more: Record<string, string> = {}) => ({
  'alarm/subject.hbs': 'subject',
  'alarm/text.hbs': text,
  'alarm/html.hbs': text,
  'phrases.json': '{"stage":{"listed":"on the list"},"open":{"*":"code *"}}',
  ...more,
})
const text = (template: string, model: object) =>
  compileTemplates(folder(template)).render('alarm', model).text.trim()
const html = (template: string, model: object) =>
  compileTemplates(folder(template)).render('alarm', model).html.trim()

describe('a template', () => {
  it('that asks for a name the model does not have is refused, wherever it asks', () => {
    for (const template of [
      '{{nme}}',
      '{{#if nme}}x{{/if}}',
      '{{plural nme "a" "b"}}',
      '{{#each list}}{{nme}}{{/each}}',
      '{{inner.nme}}',
    ])
      expect(() => text(template, { name: 'x', list: [{}], inner: {} })).toThrow(/nme/)
  })
  it('may ask for what is absent on purpose', () => {
    expect(text('{{#if page}}there{{else}}none{{/if}}', { page: null })).toBe('none')
  })
  it('with an unescaped value is refused at start', () => {
    expect(() => compileTemplates(folder('{{{name}}}'))).toThrow(/unescaped/)
    expect(() => compileTemplates(folder('{{&name}}'))).toThrow(/unescaped/)
  })
  it('that is broken is found at start, with its path', () => {
    expect(() => compileTemplates(folder('{{#if x}}'))).toThrow(/Parse error/)
  })
  it('that no letter has is named', () => {
    expect(() => compileTemplates({}).render('alarm', {})).toThrow('templates/alarm/subject.hbs is missing')
  })
  it('escapes in HTML and leaves text as it is', () => {
    expect(html('{{name}}', { name: '<b>"&' })).toBe('&lt;b&gt;&quot;&amp;')
    expect(text('{{name}}', { name: '<b>"&' })).toBe('<b>"&')
  })
  it('links web addresses only', () => {
    expect(html('{{link to}}', { to: 'https://im.example.org/?a=1&b=2' })).toContain(
      'href="https://im.example.org/?a&#x3D;1&amp;b&#x3D;2"',
    )
    expect(html('{{link to}}', { to: 'javascript:alert(1)' })).toBe('javascript:alert(1)')
  })
  it('takes phrases for codes, and refuses a code that has none', () => {
    expect(text("{{phrase 'stage' stage}}", { stage: 'listed' })).toBe('on the list')
    expect(text("{{phrase 'open' code}}", { code: 'new-code' })).toBe('code new-code')
    expect(() => text("{{phrase 'stage' stage}}", { stage: 'unheard-of' })).toThrow('stage.unheard-of')
  })
  it('of a letter never holds an unescaped value', () => {
    const unescaped = Object.entries(templatesOnDisk()).filter(
      ([path, source]) => !path.startsWith('page/') && /\{\{\{|\{\{&/u.test(source),
    )
    expect(unescaped.map(([path]) => path)).toEqual([])
  })
})

describe('phrases.json', () => {
  const { phrase } = compileTemplates(templatesOnDisk())
  const answers: Readonly<Record<SaidAnswer, true>> = {
    done: true,
    already: true,
    status: true,
    'passed-on': true,
    'changed-since': true,
    'own-service': true,
    'not-seen-yet': true,
    'no-such-row': true,
    'not-yours': true,
    'not-proven': true,
    'not-reviewer': true,
    'near-word': true,
    'needs-reason': true,
    'no-word': true,
    'begin-with-answer': true,
    'passed-on-near': true,
    'reviewers-only': true,
    'letter-over': true,
    'letter-over-fresh': true,
    'other-address': true,
    'no-address': true,
    'is-reviewer': true,
    'operator-only': true,
    'to-operator': true,
    'no-case': true,
    opposite: true,
    closed: true,
    'too-late': true,
    'nothing-to-undo': true,
    'no-such-check': true,
    'too-many-in-one-mail': true,
    'too-many-open': true,
    'no-domain': true,
    'not-understood': true,
    'look-alike': true,
  }
  const problems: Readonly<Record<ProblemCode, true>> = {
    'not-a-domain-name': true,
    'not-a-port': true,
    'not-a-web-address': true,
    'not-an-email-address': true,
    'not-a-jid': true,
    'not-a-phone-number': true,
    'no-country-code': true,
    'not-coordinates': true,
    'out-of-range': true,
    ambiguous: true,
    'not-a-country': true,
    'not-a-year': true,
    'not-plain-text': true,
    'too-long': true,
    contradicts: true,
    'parts-disagree': true,
  }
  const verbs: Readonly<Record<Verb, true>> = {
    approve: true,
    reject: true,
    hold: true,
    undo: true,
    ask: true,
    note: true,
    'phone ok': true,
    waive: true,
    recheck: true,
    'assign me': true,
    answer: true,
    confirm: true,
    deny: true,
    withdraw: true,
    maintenance: true,
    'no reports': true,
    resend: true,
    colleague: true,
    status: true,
    help: true,
  }
  const stages: Readonly<Record<Stage, true>> = {
    incomplete: true,
    checking: true,
    failing: true,
    trial: true,
    review: true,
    listed: true,
    suspended: true,
    rejected: true,
    withdrawn: true,
    expired: true,
    delisted: true,
  }
  it.each([
    ['answer', Object.keys(answers)],
    ['problem', Object.keys(problems)],
    ['stage', Object.keys(stages)],
    ['done', Object.keys(verbs).filter((verb) => verb !== 'status' && verb !== 'help')],
  ])('has words of its own for every %s', (group, codes) => {
    const written = JSON.parse(templatesOnDisk()['phrases.json'] ?? '') as Record<
      string,
      Record<string, string>
    >
    expect(Object.keys(written[group] ?? {})).toEqual(expect.arrayContaining(codes))
  })
  it.each(fieldsInOrder)('calls the field %s by a name that is read back as this field', (field) => {
    expect(labelled(phrase('field', field))?.asked).toBe(field)
    expect(phrase('example', field).length).toBeGreaterThan(10)
  })
})
