/** Why nothing was sent to an address: what strangers may cause there in an hour is used up. Stands in `ourSide` and in the trouble of a page. */
export const hourlyLimit = 'the hourly budget for this address is used up'
