import { describe, expect, it } from 'vitest'
import { localTimes } from '../../../src/desk/local-times.ts'
import { phoneTold } from '../../../src/letters/phone.ts'
import { mapLink } from '../../../src/letters/place.ts'
import type { Instant } from '../../../src/values/instant.ts'

const berlin = { latitude: 52.52, longitude: 13.4 }
const now = '2026-11-22T10:00:00.000Z' as Instant

describe('the place of a service', () => {
  it('is shown on a map that people open themselves', () => {
    expect(mapLink(berlin)).toBe('https://www.openstreetmap.org/?mlat=52.52&mlon=13.4#map=8/52.52/13.4')
  })
})

describe('the telephone number in a review', () => {
  it('comes with its country and the time there', () => {
    expect(phoneTold('+4930901820', now, localTimes)).toEqual({
      number: '+49 30 901820',
      country: 'DE',
      time: '11:00',
      zone: expect.stringContaining('Europe/') as string,
    })
  })
  it('names the span of clocks in a country of many zones', () => {
    const { time, zone } = phoneTold('+12025550123', now, localTimes)
    expect(time).toMatch(/^00:00 … \d\d:\d\d$|^\d\d:\d\d … \d\d:\d\d$/)
    expect(zone).toMatch(/^\d+ zones$/)
  })
  it('is shown as it is when nobody can tell its country', () => {
    expect(phoneTold('+99912345', now, localTimes)).toEqual({
      number: '+99912345',
      country: null,
      time: null,
      zone: null,
    })
    expect(phoneTold('+4930901820', now, undefined).time).toBeNull()
  })
})
