import { expect, test } from 'vitest'
import { allChecks } from '../../../src/checks/all-checks.ts'
import type { Check } from '../../../src/checks/check.ts'

/** Ids, clauses and levels as published. Ids are stored in tickets and named in letters: a line may be added here, none changed. */
const published = `
reg.any P0 must
reg.ibr.feature P0 info
reg.ibr.form P0 should
reg.ibr.create P0 should
reg.web P0 should
tls.handshake P1 must
tls.chain P1 must
tls.selfsigned P1 must
tls.intermediate P1 must
tls.validity P1 must
tls.identity.c2s P1 must
tls.identity.s2s P1 must
tls.identity.cn-only P1 must
tls.key P1 must
tls.signature P1 must
tls.eku P1 must
tls.legacy P1 should
tls.consistent P1 should
tls.ca-declared P1 human
dns.srv.c2s P2 should
dns.srv.s2s P2 should
dns.srv.c2s-direct P2 info
dns.srv.s2s-direct P2 info
dns.srv.none-offered P2 must
dns.target.resolve P2 must
dns.target.public P2 must
dns.target.cname P2 should
dns.ipv6 P2 info
c2s.connect P2 must
c2s.stream P2 must
c2s.see-other-host P2 info
c2s.starttls P2 must
c2s.starttls.required P2 should
c2s.plain-before-tls P2 should
c2s.post-tls P2 must
c2s.direct P2 must
s2s.connect P3 must
s2s.stream P3 must
s2s.starttls P3 must
s2s.post-tls P3 must
s2s.auth-offer P3 should
s2s.direct P3 info
s2s.federate P3 must
web.reach P4 must
web.tls P4 should
web.about P4 human
web.contact P4 human
disco.info P5 human
disco.items P5 human
disco.muc P5 info
disco.gateway P5 info
disco.upload P5 info
disco.proxy65 P5 info
disco.pubsub P5 info
disco.contact P5 should
disco.version P5 human
input.domain P7 must
info.complete P7 must
info.jid P7 human
info.geo P7 human
info.phone P8 human
`
const clauseOf = ({ id }: Check): string => {
  if (id === 'info.phone') return 'P8'
  const clauses: { readonly [group: string]: string } = {
    reg: 'P0',
    tls: 'P1',
    dns: 'P2',
    c2s: 'P2',
    s2s: 'P3',
    web: 'P4',
    disco: 'P5',
    up: 'P6',
    input: 'P7',
    info: 'P7',
  }
  return clauses[id.split('.')[0] ?? ''] ?? 'none'
}

test('ids, clauses and levels are the published ones, in the order of the letters', () => {
  expect(allChecks.map(({ id, clause, level }) => `${id} ${clause} ${level}`)).toEqual(
    published.trim().split('\n'),
  )
})
test('no id twice, no title twice', () => {
  expect(new Set(allChecks.map(({ id }) => id)).size).toBe(allChecks.length)
  expect(new Set(allChecks.map(({ title }) => title)).size).toBe(allChecks.length)
})
test('the group of an id tells its clause', () => {
  expect(allChecks.filter((check) => check.clause !== clauseOf(check))).toEqual([])
})
test('every check cites its reason, and its title is a statement', () => {
  expect(
    allChecks
      .filter(
        ({ cites, title }) => !/policy|RFC|XEP/.test(cites) || /[.?!]$/.test(title) || !/^[A-Z]/.test(title),
      )
      .map(({ id }) => id),
  ).toEqual([])
})
test('sentences are whole: they end, and no fix asks a question', () => {
  const broken = allChecks.flatMap(({ id, sentences }) =>
    Object.entries(sentences).flatMap(([reason, { found, fix = 'Do it.', fixFor = {} }]) =>
      [found, fix, ...Object.values(fixFor)]
        .filter((text) => !/([.)]|live)$/.test(text) || /[!?]$/.test(text) || /  /.test(text))
        .map((text) => `${id} ${reason}: ${text}`),
    ),
  )
  expect(broken).toEqual([])
})
