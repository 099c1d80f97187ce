import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { DomainName, Jid } from '../../../src/values/names.ts'
import { readHtml, unbalanced } from '../../../src/listing/html.ts'
import { publication, validate } from '../../../src/listing/publishing.ts'
import { schema } from '../../../src/listing/services-schema-json.ts'
import { cut, plain } from '../../../src/listing/text.ts'
import { bare, entry, listed, many } from './sample.ts'

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><svg onload=alert(1)>',
    '{{#with this}}{{constructor}}',
    ']]>',
    '--><!--',
    '&amp;&bogus;',
    '\u202eevil',
    '\ud800',
    '\u0000',
    '__proto__',
    '=cmd|x',
    'a\r\nb',
    '`${1}`',
  ),
)

describe('whatever strangers write', () => {
  it('every file is still read back whole', () => {
    fc.assert(
      fc.property(
        nasty,
        nasty,
        nasty,
        fc.array(nasty, { maxLength: 3 }),
        (description, software, authority, features) => {
          const list = listed([
            entry({
              description,
              software,
              certificateAuthority: authority,
              features,
              adminJid: `${software}@x.example` as Jid,
            }),
            bare('other.example'),
          ])
          expect(
            validate(publication(list), list).filter(({ problem }) => !problem.includes('empty')),
          ).toEqual([])
        },
      ),
      { numRuns: 25 },
    )
  })
  it('becomes plain text of one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plain(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/)
        expect(plain(plain(text))).toBe(plain(text))
        expect(plain(text)).not.toMatch(/\p{Cs}/u)
      }),
    )
  })
  it('is cut between characters, not within them', () => {
    expect(cut('ab😀cd', 4)).toBe('ab😀…')
    expect(cut('abcd', 4)).toBe('abcd')
  })
})

describe('a name that is no domain', () => {
  it.each(['../x.example', 'a/b.example', '.example', ''])('is a bug, not a file: %s', (domain) => {
    expect(() => publication(listed([bare(domain)]))).toThrow('not a domain')
  })
})

describe('the JSON schema', () => {
  const reader = z.fromJSONSchema(schema as unknown as Parameters<typeof z.fromJSONSchema>[0])
  const written = (from: Parameters<typeof listed>[0]) =>
    JSON.parse(publication(listed(from)).get('services.json') as string) as {
      services: Record<string, unknown>[]
    }

  it('describes what is published', () => {
    expect(reader.safeParse(written([...many(20), entry(), bare('bare.example')])).error).toBeUndefined()
  })
  it.each<[string, unknown]>([
    ['country', 'Germany'],
    ['latitude', 91],
    ['website', 'javascript:alert(1)'],
    ['uptime30d', 99.9],
    ['domain', 'Not A Domain'],
    ['listedSince', 'yesterday'],
  ])('refuses a wrong %s', (key, value) => {
    const file = written([entry()])
    Object.assign(file.services[0] as object, { [key]: value })
    expect(reader.safeParse(file).success).toBe(false)
  })
})

describe('a page', () => {
  it.each([
    ['<p>', 'not closed'],
    ['<p><b></p></b>', 'closes'],
    ['<p>a & b</p>', 'bare &'],
    ['<p title="<b>">x</p>', 'no tag'],
    ['<a href=x>y</a>', 'no tag'],
    ['</p>', 'closes'],
  ])('with a broken tag is not published: %s', (markup, problem) => {
    expect(unbalanced(markup)).toContain(problem)
  })
  it('without a doctype is not published', () => {
    expect(readHtml('<html></html>')).toEqual({ problem: 'no doctype' })
  })
  it('names the services in it', () => {
    expect(readHtml('<!doctype html><p data-domain="im.example.org"/>')).toEqual({
      domains: ['im.example.org' as DomainName],
    })
  })
})
