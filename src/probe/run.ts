import type {
  Contact,
  Evidence,
  Federation,
  HostAnswer,
  LegacyTls,
  ProbeOrder,
  SrvAnswer,
  WebVisit,
} from '../evidence/evidence.ts'
import type { CheckBudget } from './budget.ts'
import type { CertificateShelf } from './certificates.ts'
import type { Resolve } from './resolve.ts'
import { patience } from './tools.ts'
import type { ProbeTools } from './tools.ts'
import type { WebTools } from './website.ts'

/** For a live view: what is looked at, and how far it has come (`dns`, a phase of Contact, `done`, `failed`). */
export type Progress = { readonly what: string; readonly phase: string }
export type Watch = (progress: Progress) => void

/** Everything of one run that its parts share. What is finished stands in it, so that a deadline leaves partial evidence. */
export type Run = {
  readonly order: ProbeOrder
  readonly tools: ProbeTools
  readonly watch: Watch
  readonly dns: Resolve
  readonly shelf: CertificateShelf
  readonly budget: CheckBudget
  readonly signal: AbortSignal
  readonly srv: SrvAnswer[]
  readonly hosts: HostAnswer[]
  readonly contacts: Contact[] // in the order of the plan, with gaps for what is not over
  readonly legacy: LegacyTls[]
  readonly visits: WebVisit[]
  readonly pages: WebVisit[]
  readonly ours: Set<string>
  testingRefused: boolean
  registrationPage?: WebVisit
  created?: Evidence['created']
  federation?: Federation
  administrator?: Evidence['administrator']
  references?: { readonly asked: number; readonly answered: number }
}

export function webTools({ tools, dns, signal, shelf, budget }: Run): WebTools {
  const { webMs, phaseMs } = patience(tools.timeout)
  return {
    dns,
    guard: { allow: tools.allow },
    context: shelf.roots.context,
    signal,
    wholeMs: webMs,
    connectMs: phaseMs,
    connect: tools.connect,
    agent: `Vouch/0.1 (XMPP service verification${tools.source === undefined ? '' : `; ${tools.source}`})`,
    take: (address) => budget.take(address),
    enter: (address) => budget.enter(address),
  }
}
