import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { startDesk } from '../../src/desk/run.ts'
import { noMail, password, startMail } from '../e2e/real-mail.ts'
import { cleanUp, eventually, folder, passOver } from '../e2e/real-world.ts'

// A measurement in the clothes of a test, because Postfix and Dovecot are started by the tests' own recipes: `npm run bench`
// runs it and reads $VOUCH_BENCH_OUT, one line a mail: ms from the hand-over to Postfix until Postfix took the answer.
const out = process.env['VOUCH_BENCH_OUT']
const mails = Number(process.env['VOUCH_BENCH_MAILS'] ?? 3)
afterAll(cleanUp)

it.skipIf(passOver('the time of an answer', [...noMail()]))(
  'every mail that Postfix takes is answered, over IDLE and SMTP',
  { timeout: 60_000 + 5000 * mails },
  async () => {
    const post = await startMail(['desk', 'admin'])
    const dir = folder()
    const config = join(dir, 'vouch.json')
    const login = { host: 'localhost', certificateAuthorities: 'ca.pem' }
    writeFileSync(join(dir, 'password'), password, { mode: 0o600 })
    writeFileSync(join(dir, 'ca.pem'), post.ca)
    writeFileSync(
      config,
      JSON.stringify({
        address: 'desk@desk.example',
        mailbox: {
          imap: { ...login, port: post.dovecot.imaps, user: 'desk', passwordFile: 'password' }, // polls after 30 s only
        },
        outgoing: { smtp: { ...login, port: post.postfix.smtp } },
        authenticate: { with: 'none' },
        web: { listen: '127.0.0.1:0' },
        probe: { resolvers: ['127.0.0.1:9'], references: [] },
        policy: { consent: 'off', adminChat: 'off' },
      }),
    )
    const sent: number[] = []
    const desk = await startDesk(readConfig(config), {
      log: 'silent',
      hear: {
        letter: (_owner, _letter, delivery) => {
          if (delivery.state === 'sent') sent.push(performance.now())
        },
      },
    })
    try {
      const wall: number[] = []
      for (let n = 0; n < mails + 3; n += 1) {
        const began = performance.now()
        const domain = `im.a${n}.example`
        await post.write({
          from: `admin@${domain}`,
          to: 'desk@desk.example',
          subject: `Please list ${domain}`,
          text: `Domain: ${domain}\nWebsite: https://${domain}/\n`,
          unsigned: true,
        })
        wall.push((await eventually(() => sent[n], `an answer about ${domain}`)) - began)
      }
      for (const ms of wall.slice(3)) if (out !== undefined) appendFileSync(out, `${ms}\n`) // the first ones warm up
      expect(wall).toHaveLength(mails + 3)
    } finally {
      await desk.stop()
      await post.stop()
    }
  },
)
