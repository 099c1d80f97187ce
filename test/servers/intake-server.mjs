// A child for the kill tests: the SMTP intake over a Maildir; says its port.
//   node intake-server.mjs MAILDIR
import { openSmtpIntake } from '../../dist/mailbox/smtp-intake.js'

const intake = await openSmtpIntake({
  host: '127.0.0.1',
  port: 0,
  maildir: process.argv[2],
  address: 'verification@mail.test',
})
process.stdout.write(`${intake.port}\n`)
