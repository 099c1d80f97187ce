import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { submission } from '../mails.mjs'
import { folder, median, output, remove, round, start, which } from '../measure.mjs'

/** Mails a second from a Maildir to tickets; a Python script that makes nothing durable beside it. */
export async function intake({ quick, node }) {
  const job = await start('jobs/intake.mjs', {}, { node })
  const mails = quick ? 100 : 300
  // Both processes warm, as a desk with a heap of mail is: a reader costs three times as much until it is compiled.
  await job.ask({ mails: quick ? 100 : 1500 })
  await job.ask({ mails: quick ? 200 : 4000, understand: true })
  const durable = []
  const understood = []
  const cpu = []
  const cpuOfReader = []
  const cpuToRead = []
  const floor = []
  for (let turn = 0; turn < (quick ? 3 : 5); turn += 1) {
    const seen = await job.ask({ mails })
    durable.push(seen.perSecond)
    cpu.push(seen.cpu)
    cpuOfReader.push(seen.cpuOfReader)
    const read = await job.ask({ mails: mails * 2, understand: true })
    understood.push(read.perSecond)
    cpuToRead.push(read.cpu)
    const theirs = await python(mails)
    if (theirs !== undefined) floor.push(theirs)
  }
  await job.stop()
  const [ours, reading] = [median(durable), median(understood)]
  const theirs = floor.length > 0 ? median(floor) : undefined
  return [
    {
      id: 'intake',
      what: 'intake, each mail durable: raw, ticket, letters, move',
      value: `${round(ours, 0)} mails/s`,
      ratio: theirs && ours / theirs,
      ratioText: [
        ...(theirs ? [`${round(ours / theirs)} × python email, not durable (${round(theirs, 0)}/s)`] : []),
        `CPU each ${round(median(cpu), 1)} ms, its reader ${round(median(cpuOfReader), 1)} ms`,
      ].join('; '),
      bar: '≥ 350/s',
      verdict: ours >= 350 ? 'goal' : 'missed',
      figures: {
        mailsPerSecond: round(ours, 0),
        cpuMsOfDesk: round(median(cpu)),
        cpuMsOfReader: round(median(cpuOfReader)),
        ...(theirs && { pythonPerSecond: round(theirs, 0) }),
      },
    },
    {
      id: 'intake-understood',
      what: '  understood only: two parsers, fields, commands',
      value: `${round(reading, 0)} mails/s`,
      ratioText: `${round(median(cpuToRead))} ms of CPU each: ${round(1000 / median(cpuToRead), 0)}/s a core`,
      bar: '≥ 1000/s',
      verdict: reading >= 1000 ? 'goal' : 'missed',
      figures: { mailsPerSecond: round(reading, 0), cpuMs: round(median(cpuToRead)) },
    },
  ]
}
async function python(mails) {
  const program = which('python3')
  if (program === undefined) return undefined
  const dir = folder()
  mkdirSync(join(dir, 'new'))
  for (let n = 0; n < mails; n += 1)
    writeFileSync(join(dir, 'new', `${1_700_000_000 + n}.bench`), submission(n))
  const out = await output(program, [fileURLToPath(new URL('../peers/maildir.py', import.meta.url)), dir])
  remove(dir)
  return JSON.parse(out).perSecond
}
