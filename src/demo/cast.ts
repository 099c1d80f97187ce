import type { EmailAddress } from '../values/names.ts'

/** Who plays in the demo: four services, the references that show that the network is well, and the people of the desk. */
export const good = 'good.example'
export const expired = 'expired.example'
export const forgetful = 'forgetful.example'
export const wobbly = 'wobbly.example'
export const references = ['reference-one.example', 'reference-two.example', 'reference-three.example']
export const reviewer = 'rita@directory.example' as EmailAddress
export const address = 'verification@directory.example' as EmailAddress
