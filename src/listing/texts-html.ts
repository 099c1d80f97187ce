import { showDuration } from '../values/instant.ts'
import type { FileFormat, List } from './format.ts'
import { readHtml } from './html.ts'
import { percent } from './in-words.ts'

const page = (name: string, model: (list: List) => object): FileFormat => ({
  kind: 'file',
  path: `${name}.html`,
  write: (list) =>
    list.pages.render(name, { meta: list.meta, root: '', here: name, ...policyWords(list), ...model(list) }),
  readBack: readHtml,
})
/** The pages that explain: how to submit, the policy with its numbers, the files. */
export const textPages: readonly FileFormat[] = [
  page('submit', ({ meta, pages }) => {
    const form = pages.asset('form.txt').trimEnd()
    const subject = pages.word('submit', 'subject')
    return {
      form,
      mailto: `mailto:${meta.address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(form.replaceAll('\n', '\r\n'))}`,
    }
  }),
  page('policy', () => ({})),
  page('api', () => ({})),
]

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
