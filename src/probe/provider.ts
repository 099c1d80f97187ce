import type { DomainName } from '../values/names.ts'
import { readText } from './website.ts'
import type { WebTools } from './website.ts'

/** The domain's own provider file (providers.xmpp.net, version 2) may say that its server must not be tested. */
export async function refusesTesting(domain: DomainName, web: WebTools): Promise<boolean> {
  const text = await readText(`https://${domain}/.well-known/xmpp-provider-v2.json`, web)
  try {
    const file: unknown = text === undefined ? undefined : JSON.parse(text)
    return (
      typeof file === 'object' && file !== null && 'serverTesting' in file && file.serverTesting === false
    )
  } catch {
    return false
  }
}
