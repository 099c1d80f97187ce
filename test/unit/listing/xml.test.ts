import { expect, it } from 'vitest'
import { field, readXml } from '../../../src/listing/xml.ts'

it('knows no name beforehand, and takes any', () => {
  const read = readXml('<a><b><__proto__>x</__proto__><constructor>y</constructor></b><b><c/></b></a>')
  if ('problem' in read) throw new Error(read.problem)
  const [all, none] = field(read.root['a'], 'b') as [unknown, unknown]
  expect(Object.entries(all as object)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
  for (const name of ['__proto__', 'constructor', 'toString']) expect(field(none, name)).toBeUndefined()
})
