import { expect, it } from 'vitest'
import { faultOf, saidOf } from '../../../src/desk/log.ts'

const thrown = (deed: () => unknown): unknown => {
  try {
    return deed()
  } catch (error) {
    return error
  }
}

it('a fault of ours is told with its class and place, without what somebody wrote', () => {
  const parsed = faultOf(thrown(() => JSON.parse('call Alex on +49 30 901820 or alex@im.example') as unknown))
  expect(parsed.error).toMatch(/^SyntaxError: /)
  expect(parsed.at).toMatch(/log\.test\.ts:\d+/)
  const said = [
    parsed,
    faultOf(new Error('no letter to alex@im.example, +49 (30) 901820')),
    faultOf(new TypeError("The argument must be a string. Received 'Alex Example'")),
    faultOf(new Error('unfinished "Alex Example')),
    faultOf('alex@im.example'),
  ]
  expect(JSON.stringify(said)).not.toMatch(/alex|901820/i)
  expect(faultOf(new TypeError('x is not a function')).error).toBe('TypeError: x is not a function')
})
it('what a server answers is told with its codes, without what it quotes of the letter', () => {
  expect(saidOf('550 5.7.1 rejected: "tel +49 170 1234567" <alex@im.example> 0170 1234567')).toBe(
    '550 5.7.1 rejected: "…" … …',
  )
  expect(saidOf('452 4.3.1 Insufficient system storage')).toBe('452 4.3.1 Insufficient system storage')
  expect(saidOf('connect ECONNREFUSED (ESOCKET)')).toBe('connect ECONNREFUSED (ESOCKET)')
})
