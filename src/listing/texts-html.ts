import { showDuration } from '../values/instant.ts'
import { formLabels } from '../submission/label-names.ts'
import type { FileFormat, List } from './format.ts'
import { readHtml } from './html.ts'
import { percent } from './in-words.ts'

const page = (name: string, model: (list: List) => object): FileFormat => ({
  kind: 'file',
  path: `${name}.html`,
  write: (list) =>
    list.pages.render(name, {
      meta: list.meta,
      root: '',
      here: name,
      nothing: list.entries.length === 0,
      ...policyWords(list),
      ...model(list),
    }),
  readBack: readHtml,
})
/** The pages that explain: how to submit, the policy with its numbers, the files. */
export const textPages: readonly FileFormat[] = [
  page('submit', ({ meta, pages }) => {
    const form = emptyForm()
    const subject = pages.word('submit', 'subject')
    return {
      form,
      mailto: `mailto:${meta.address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(form.replaceAll('\n', '\r\n'))}`,
    }
  }),
  page('policy', () => ({})),
  page('api', () => ({})),
]

/** The labels that submission/ knows best, in the order people know the answers. */
export const emptyForm = (): string =>
  asked.map((one) => `${formLabels[one]}: ${one === 'directTlsPort' ? '5223' : ''}`).join('\n')
const asked = [
  'domain',
  'website',
  'description',
  'registration',
  'founded',
  'serverSoftware',
  'certificateAuthority',
  'directTlsPort',
  'country',
  'latitude',
  'longitude',
  'admin.name',
  'admin.email',
  'admin.jid',
  'admin.phone',
] as const

function policyWords({ meta: { policy }, pages }: List) {
  const long = (ms: number) => pages.long(showDuration(ms))
  const every = (ms: number) => pages.every(showDuration(ms))
  return {
    consent: policy.consent === 'required',
    trial: long(policy.trial),
    uptime: percent(policy.uptime),
    probeEvery: every(policy.probeEvery),
    recheckEvery: every(policy.recheckEvery),
    certificateWarnings: policy.certificateWarnings.map(long).join(', '),
    suspendAfterDown: long(policy.suspendAfterDown),
    suspendBelow: percent(policy.suspendBelow),
    delistAfter: long(policy.delistAfter),
    maintenanceAtMost: long(policy.maintenanceAtMost),
    keepMail: long(policy.keepMail),
    keepClosed: long(policy.keepClosed),
  }
}
