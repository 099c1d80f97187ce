import { expect, it } from 'vitest'
import { remember } from '../../../src/submission/remember.ts'

it('a text is asked once, what is too long every time; all is forgotten before it is too much', () => {
  const asked: string[] = []
  const length = remember((text) => (asked.push(text), text.length))
  const paragraph = 'a paragraph '.repeat(80)
  for (const text of ['', paragraph, '', paragraph]) expect(length(text)).toBe(text.length)
  expect(asked).toEqual(['', paragraph])
  const page = 'a page '.repeat(200)
  expect([length(page), length(page)]).toEqual([page.length, page.length])
  expect(asked.filter((text) => text === page)).toHaveLength(2)
  for (let n = 0; n < 400; n++) length(`${n} ${paragraph}`)
  length(paragraph)
  expect(asked.filter((text) => text === paragraph)).toHaveLength(2)
})
it('that nothing was found is remembered too', () => {
  let asked = 0
  const nothing = remember(() => void asked++)
  expect([nothing('a'), nothing('a'), asked]).toEqual([undefined, undefined, 1])
})
