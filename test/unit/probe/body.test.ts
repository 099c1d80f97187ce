import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unpack } from '../../../src/probe/body.ts'

const packed = (times: number): Buffer =>
  Array.from({ length: times }).reduce<Buffer>((bytes) => gzipSync(bytes), Buffer.from('a page'))

test('a page is unpacked as often as somebody in earnest packs it, and no more', async () => {
  expect(String(await unpack(packed(2), 'gzip, gzip', 1000))).toBe('a page')
  const header = Array.from({ length: 2000 }, () => 'gzip').join(', ')
  expect(await unpack(packed(5), header, 1000)).toEqual(packed(2))
})
