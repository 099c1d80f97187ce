// A whole desk with its own SMTP intake: from the moment a mail is handed over until the answer is handed on.
import { createTransport } from 'nodemailer'
import { dataFolder } from '../house.mjs'
import { built, serve } from '../measure.mjs'

const { readConfig } = await import(built('config.js'))
const { startDesk } = await import(built('desk/run.js'))
const config = readConfig(dataFolder().config)
const sent = new Map()
let waiting = () => {}
const desk = await startDesk(
  { ...config, mailbox: { ...config.mailbox, smtp: '127.0.0.1:0', pollEvery: 30_000 } },
  {
    log: 'silent',
    hear: {
      letter: (_owner, letter, delivery) => {
        if (delivery.state === 'sent') sent.set(letter.to, performance.now())
        waiting()
      },
    },
  },
)
const transport = createTransport({ host: '127.0.0.1', port: desk.intake.port, ignoreTLS: true, pool: true })
let given = 0
serve({}, async ({ mails }) => {
  const wall = []
  for (let n = 0; n < mails; n += 1) {
    const domain = `im.a${(given += 1)}.example`
    const from = `admin@${domain}`
    const began = performance.now()
    await transport.sendMail({
      from,
      to: config.address,
      subject: `Please list ${domain}`,
      text: `Domain: ${domain}\nWebsite: https://${domain}/\nAdministrator: Alex Admin\nEmail: ${from}\n`,
    })
    for (const late = Date.now() + 20_000; !sent.has(from);) {
      if (Date.now() > late) throw new Error(`no answer to ${from}`)
      await new Promise((done) => {
        waiting = done
        setTimeout(done, 1000)
      })
    }
    wall.push(sent.get(from) - began)
  }
  return { wall }
})
