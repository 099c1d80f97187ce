import { expect, it } from 'vitest'
import { oneSpace } from '../../../src/values/spaces.ts'

it('every run of white space of any kind is one space, and nothing else is touched', () => {
  const marks = [
    ' ',
    '\t',
    '\n',
    '\r',
    '\v',
    '\f',
    '\u00a0',
    '\u1680',
    '\u2003',
    '\u2028',
    '\u202f',
    '\u3000',
    '\ufeff',
    '',
  ]
  for (const one of marks)
    for (const two of marks)
      for (const three of marks) {
        const text = `${one}a${one}${two}b${one}${two}${three}${two}`
        expect(oneSpace(text), JSON.stringify(text)).toBe(text.replaceAll(/\s+/g, ' '))
      }
  expect(oneSpace('a\u200bb c')).toBe('a\u200bb c')
})
