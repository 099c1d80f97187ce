import { expect, it } from 'vitest'
import { saysNobodyThere } from '../../../src/message/bounces.ts'

it.each([
  '550 5.1.1 no such user',
  '550 No such user here',
  '550-5.1.1 The email account that you tried to reach does not exist',
  '556 5.1.10 Recipient address has null MX',
  '553 5.1.2 bad domain',
])('%s: nobody is there', (reply) => {
  expect(saysNobodyThere(reply)).toBe(true)
})
it.each([
  '550 5.1.8 Bad sender’s system address',
  '553 5.1.7 sender address syntax',
  '554 5.7.1 Client host [5.1.2.3] blocked',
  '554 5.7.1 <a@example.org>: Relay access denied',
  '552 5.2.2 mailbox full',
  'given up after 40 tries: 451 4.1.1 try later',
  'given up after 40 tries: getaddrinfo ENOTFOUND relay.example.org: host not found',
  'a@b@c is no mail address',
])('%s: says nothing of the reader', (reply) => {
  expect(saysNobodyThere(reply)).toBe(false)
})
