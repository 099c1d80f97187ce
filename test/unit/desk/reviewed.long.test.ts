import { describe, expect, it } from 'vitest'
import type { DomainName, EmailAddress, Jid, WebAddress } from '../../../src/values/names.ts'
import { plus } from '../../../src/values/instant.ts'
import {
  approve,
  begun,
  consented,
  day,
  good,
  listed,
  operator,
  owner,
  Play,
  reviewer,
  service,
} from './play.ts'

const second = 'b.example.org' as DomainName
const item = (play: Play, name: string, id?: string) =>
  play.ticket(id).told?.items.find((one) => one.name === name)
const kinds = (play: Play, mark = 0) => play.since(mark).map((letter) => letter.split('→')[0])

describe('what a fresh reader found', () => {
  it('takes a service back a week after one long outage, and does not suspend it for the same again', async () => {
    const play = await listed()
    const began = play.now
    const ledger = play.ledgers.get(service)
    if (ledger === undefined) throw new Error('not watched')
    play.ledgers.set(service, {
      ...ledger,
      changes: [
        ...ledger.changes,
        { at: began, to: 'down', side: 'c2s', why: 'refused' },
        { at: plus(began, 25 * 3_600_000), to: 'up' },
      ],
    })
    await play.pass(3 * day)
    expect(play.stage()).toBe('suspended')
    await play.pass(9 * day)
    expect(play.stage()).toBe('listed')
    await play.pass(25 * day)
    expect(
      play
        .ticket()
        .facts.filter((fact) => fact.kind === 'milestone')
        .map((fact) => fact.kind === 'milestone' && fact.to),
    ).toEqual(['listed', 'suspended', 'listed'])
  })
  it('lets no unproved mail open a closed case', async () => {
    const play = await begun()
    await play.take(
      play.mail(operator, { commands: [{ verb: 'withdraw', line: 1 }], mark: play.mark('results') }),
    )
    await play.take(play.mail(operator, { claims: [good], proven: false }))
    expect(play.stage()).toBe('withdrawn')
  })
  it('believes a proved mail though an unproved one came first, and nothing of the first', async () => {
    const play = new Play()
    await play.take(
      play.mail(operator, {
        claims: [{ ...good, website: 'https://evil.example/' as WebAddress }],
        proven: false,
      }),
    )
    await play.take(play.mail(operator, { claims: [good] }))
    expect(play.stage()).toBe('trial')
    expect(kinds(play)).toContain('results')
  })
  it('proves with one answer all that was sent before we asked', async () => {
    const play = new Play()
    await play.take(play.mail(operator, { claims: [good, { ...good, domain: second }], proven: false }))
    expect(kinds(play)).toEqual(['challenge'])
    await play.take(play.mail(operator, { proven: false, mark: play.mark('challenge') }))
    expect([play.stage(), play.stage('IM-2026-0002')]).toEqual(['trial', 'trial'])
  })
  it('hears a word that lay in the mailbox while the desk slept', async () => {
    const { website, ...without } = good
    const play = new Play()
    await play.take(play.mail(operator, { claims: [without] }))
    const answer = play.mail(operator, {
      claims: [website ? { website } : {}],
      mark: play.mark('incomplete'),
    })
    play.now = plus(play.now, 29 * day)
    await play.pass(3 * day)
    expect(play.stage()).toBe('expired')
    await play.take(answer)
    expect(play.stage()).toBe('trial')
  })
  it('goes on looking at a listed service whose operator sent a faulty correction, and tells him', async () => {
    const play = await listed()
    const mark = play.letters().length
    const faulty = play.mail(operator, { claims: [{}] })
    await play.take({
      ...faulty,
      submissions: [
        {
          claims: { domain: service },
          sources: {},
          problems: [{ field: 'website', code: 'not-a-web-address', value: 'htp:/x', line: 1 }],
        },
      ],
    })
    expect(kinds(play, mark)).toEqual(['incomplete'])
    play.certificateEnds = plus(play.now, day)
    await play.pass(4 * day)
    expect(play.stage()).toBe('suspended')
  })
  it('asks reviewers anew when a case is opened again', async () => {
    const play = await consented()
    await play.take(
      play.mail(reviewer, {
        commands: [{ verb: 'reject', argument: 'no contact', line: 1 }],
        mark: play.mark('review'),
      }),
    )
    await play.pass(day)
    expect(play.stage()).toBe('rejected')
    const mark = play.letters().length
    await play.take(play.mail(operator, { claims: [good], same: 'again' }))
    expect(kinds(play, mark)).not.toContain('consent') // the owner's yes stands
    expect(kinds(play, mark)).toContain('review')
    expect(item(play, 'decision')?.waitsFor).toBe('reviewers')
  })
  it('asks the owner anew, who did not answer, when a case is opened again', async () => {
    const play = await begun()
    await play.pass(31 * day)
    expect(play.stage()).toBe('expired')
    const mark = play.letters().length
    await play.take(play.mail(operator, { claims: [good], same: 'again' }))
    expect(kinds(play, mark).filter((kind) => kind === 'consent')).toHaveLength(3)
  })
  it('brings the operator’s answer to the reviewer who asked, and waits with him', async () => {
    const play = await begun({ consent: 'off' })
    await play.take(
      play.mail(reviewer, {
        commands: [{ verb: 'ask', argument: 'who hosts it?', line: 1 }],
        mark: play.mark('review'),
      }),
    )
    await play.take(play.mail(operator, { words: 'a company in Vienna', mark: play.mark('question') }))
    expect(play.letters().slice(-2)).toContain('question→rev@jabber.org')
    const mark = play.letters().length
    await play.pass(15 * day)
    expect(kinds(play, mark).filter((kind) => kind === 'question').length).toBeGreaterThanOrEqual(2)
  })
  it('does not close a case while its operator waits for us', async () => {
    const { website, ...without } = good
    const play = new Play()
    expect(website).toBeDefined()
    await play.take(play.mail(operator, { claims: [without] }))
    await play.take(play.mail(operator, { words: 'must it be https?', mark: play.mark('incomplete') }))
    await play.pass(60 * day)
    expect(play.stage()).toBe('incomplete')
  })
  it('lets no reviewer waive, approve or vouch by telephone for his own service', async () => {
    const play = new Play()
    await play.take(play.mail(reviewer, { claims: [{ ...good, 'admin.email': reviewer }] }))
    await play.digest('2026-W48')
    const digest = play.mark('digest')
    await play.take(
      play.mail(reviewer, {
        commands: [
          { verb: 'waive', check: 'tls.validity', argument: 'mine', row: 1, line: 1 },
          { verb: 'phone ok', argument: 'me', row: 1, line: 2 },
        ],
        mark: digest,
      }),
    )
    expect(
      play.ticket().facts.filter((fact) => fact.kind === 'waived' || fact.kind === 'phone-verified'),
    ).toEqual([])
  })
  it('takes no signature of a mail provider, nor of a sub-domain, for the owner’s word', async () => {
    for (const [signer, domain] of [
      ['gmail.com', 'gmail.com'],
      ['chat.example.org', 'im.example.org'],
    ] as const) {
      const play = new Play()
      const mail = play.mail(`mallory@${signer}` as EmailAddress, {
        claims: [{ ...good, domain: domain as DomainName }],
      })
      await play.take({
        ...mail,
        message: {
          ...mail.message,
          authenticity: { proven: true, domain: signer as DomainName, why: 'dkim' },
        },
      })
      expect(item(play, 'consent')?.state, signer).toBe('open')
    }
  })
  it('writes no more to an address that is dead, and tells the operator when no owner’s box takes mail', async () => {
    const play = await begun()
    for (const box of ['hostmaster', 'postmaster', 'webmaster']) {
      const bounce = play.mail(owner, { mark: play.mark('consent', `${box}@example.org`) })
      await play.take({
        ...bounce,
        kind: 'bounce',
        message: { ...bounce.message, kind: 'bounce', bounces: [{ permanent: true, status: '5.1.1' }] },
      })
    }
    expect(kinds(play).at(-1)).toBe('reminder')
    const dead = play.mail(operator, { mark: play.mark('results') })
    await play.take({
      ...dead,
      kind: 'bounce',
      message: { ...dead.message, kind: 'bounce', bounces: [{ permanent: true, status: '5.1.1' }] },
    })
    const mark = play.letters().length
    await play.pass(40 * day)
    expect(play.since(mark).filter((letter) => letter.endsWith(operator))).toEqual([])
  })
  it('asks no reviewer again for a warning at a service that is on the list', async () => {
    const play = await listed()
    const mark = play.letters().length
    play.legacy = ['TLSv1']
    await play.pass(20 * day)
    expect(kinds(play, mark).filter((kind) => kind === 'review' || kind === 'reminder')).toEqual([])
  })
  it('asks a new administrator, whoever answered for the one before', async () => {
    const play = await begun({ adminChat: 'required', consent: 'off' })
    await play.desk.tell(play.ticket().id, [
      { id: 'chat', at: play.now, kind: 'admin-answered', jid: 'alice@im.example.org' as Jid, how: 'chat' },
    ])
    expect(item(play, 'admin')?.state).toBe('met')
    await play.take(
      play.mail(operator, {
        claims: [{ 'admin.jid': 'bea@im.example.org' as Jid }],
        mark: play.mark('results'),
      }),
    )
    expect(item(play, 'admin')?.state).toBe('open')
    expect(
      play
        .ticket()
        .letters.filter((letter) => letter.kind === 'admin-chat')
        .map((letter) => letter.to),
    ).toEqual(['alice@im.example.org', 'bea@im.example.org'])
  })
  it('hears the owner of a request from an address with a slash in it', async () => {
    const odd = 'a/b@example.org' as EmailAddress
    const play = new Play()
    await play.take(play.mail(odd, { claims: [good] }))
    await play.take(
      play.mail(owner, { commands: [{ verb: 'confirm', line: 1 }], mark: play.mark('consent', owner) }),
    )
    expect(item(play, 'consent')?.state).toBe('met')
  })
  it('answers ten times "status" in one mail with one letter', async () => {
    const play = await begun()
    const mark = play.letters().length
    await play.take(
      play.mail(operator, {
        commands: Array.from({ length: 10 }, (_, n) => ({ verb: 'status' as const, line: n + 1 })),
        mark: play.mark('results'),
      }),
    )
    expect(play.since(mark)).toEqual([`results→${operator}`])
  })
  it('tells the team when the only reviewer is the operator himself', async () => {
    const play = new Play({ consent: 'off' })
    await play.take(play.mail(reviewer, { claims: [{ ...good, 'admin.email': reviewer }] }))
    expect(play.letters()).toContain('review→team@jabber.org')
  })
  it('believes an answer without a signature no more from who signed before', async () => {
    const play = await consented()
    await approve(play)
    await play.take(
      play.mail(operator, {
        commands: [{ verb: 'withdraw', line: 1 }],
        mark: play.mark('results'),
        proven: false,
      }),
    )
    expect(play.stage()).toBe('trial')
  })
})
