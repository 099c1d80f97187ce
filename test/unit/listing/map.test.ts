import { describe, expect, it } from 'vitest'
import { landSvg, lens, lensOver, mapHeight, mapWidth, marks, spot } from '../../../src/drawing/map.ts'

const place = (name: string, latitude: number, longitude: number) => ({ name, at: { latitude, longitude } })
const crowd = Array.from({ length: 14 }, (_, i) => place(`${i}.example`, 50 + (i % 4) * 0.8, 8 + i * 0.5))

describe('the map', () => {
  it('puts east to the right and north to the top', () => {
    const [berlin, rome, tokyo] = [
      spot({ latitude: 52.5, longitude: 13.4 }),
      spot({ latitude: 41.9, longitude: 12.5 }),
      spot({ latitude: 35.7, longitude: 139.7 }),
    ]
    expect((rome?.y ?? 0) > (berlin?.y ?? 999)).toBe(true)
    expect((tokyo?.x ?? 0) > (berlin?.x ?? 999)).toBe(true)
  })
  it.each([
    [90, 0],
    [-54, -70],
    [71, 179],
    [-47, 168],
    [64, -22],
  ])('has room for %s, %s', (latitude, longitude) => {
    const at = spot({ latitude, longitude })
    expect(at && at.x >= 0 && at.x <= mapWidth && at.y >= 0 && at.y <= mapHeight).toBe(true)
  })
  it('leaves Antarctica out', () => {
    expect(spot({ latitude: -85, longitude: 0 })).toBeUndefined()
  })
  it('is small, and the same every time', () => {
    expect(landSvg()).toBe(landSvg())
    expect(landSvg().length).toBeLessThan(12_000)
    expect(landSvg()).not.toMatch(/NaN|Infinity/)
  })
  it('makes one mark of neighbours, in their order', () => {
    expect(
      marks([
        place('a.example', 52.5, 13.4),
        place('b.example', 52.6, 13.5),
        place('c.example', -33.9, 151.2),
      ]).map(({ names }) => names),
    ).toEqual([['a.example', 'b.example'], ['c.example']])
  })
  it('lays a glass over a crowd, with every neighbour in it', () => {
    const glass = lensOver([...crowd, place('far.example', -33.9, 151.2)])
    const names = glass?.marks.flatMap((mark) => mark.names) ?? []
    expect(names).toHaveLength(14)
    expect(names).not.toContain('far.example')
    expect(glass?.marks.every(({ x, y }) => Math.hypot(x - lens.x, y - lens.y) < lens.r)).toBe(true)
  })
  it('needs no glass for a few', () => {
    expect(lensOver(crowd.slice(0, 5))).toBeUndefined()
    expect(lensOver([])).toBeUndefined()
  })
})
