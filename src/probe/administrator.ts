import { refuseName } from './guard.ts'
import { lookUpHost, lookUpService } from './resolve.ts'
import type { Run } from './run.ts'

/**
 * Whether the domain of the administrator's JabberID, when it is another, is in DNS at all. Nothing is sent there; a name that the guard
 * refuses is not asked for either: our resolver may know inner names that are no stranger's business.
 */
export async function lookAtAdministrator(run: Run): Promise<void> {
  const { adminDomain: domain } = run.order
  if (domain === undefined) return
  if (refuseName(domain, { allow: run.tools.allow }) !== undefined)
    return void (run.administrator = { domain, result: 'nodata' })
  const [service, host] = await Promise.all([
    lookUpService('_xmpp-server', domain, run.dns),
    lookUpHost(domain, run.dns, { allow: run.tools.allow }, false),
  ])
  const answered = service.result === 'nxdomain' || service.result === 'nodata'
  run.administrator = {
    domain,
    result: service.result === 'found' || !answered ? service.result : host.result,
  }
}
