import { describe, expect, it } from 'vitest'
import { turns } from '../../../src/desk/turns.ts'

describe('turns', () => {
  /** Work that says when it begins, hands its turn on at once where it may, and ends when the test says so. */
  function line() {
    const { alone, next } = turns()
    const begun: string[] = []
    const ends = new Map<string, (trouble?: Error) => void>()
    const work = (name: string) => {
      begun.push(name)
      return new Promise<string>((done, failed) =>
        ends.set(name, (trouble) => (trouble ? failed(trouble) : done(name))),
      )
    }
    return {
      begun,
      alone: (name: string) => alone(() => work(name)),
      keeping: (name: string) => next(() => work(name)),
      handing: (name: string) => next((handOn) => (handOn(), work(name))),
      end: async (name: string, trouble?: Error) => {
        ends.get(name)?.(trouble)
        for (let n = 0; n < 20; n++) await Promise.resolve()
      },
    }
  }
  it('come in the order they were asked for; one that was handed on is taken while the one before goes on', async () => {
    const { begun, handing, keeping, end } = line()
    const all = Promise.all([handing('a'), keeping('b'), handing('c')])
    await end('')
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'c'])
    await end('c')
    await end('a')
    expect(await all).toEqual(['a', 'b', 'c'])
  })
  it('alone: when all before it has ended, and nothing begins beside it', async () => {
    const { begun, handing, alone, end } = line()
    void [handing('a'), handing('b'), alone('c'), handing('d')]
    await end('')
    await end('b')
    expect(begun).toEqual(['a', 'b'])
    await end('a')
    expect(begun).toEqual(['a', 'b', 'c'])
    await end('c')
    expect(begun).toEqual(['a', 'b', 'c', 'd'])
  })
  it('what fails is told to who asked for it and holds nobody back', async () => {
    const { begun, handing, keeping, alone, end } = line()
    const failing = [handing('a'), keeping('b')].map((one) => expect(one).rejects.toThrow('no'))
    void alone('c')
    await end('')
    await end('b', new Error('no'))
    await end('a', new Error('no'))
    await Promise.all(failing)
    expect(begun).toEqual(['a', 'b', 'c'])
  })
})
