/** A mail over this is not fetched (Postfix's own default is 10.24 MB); of it only the beginning, for its headers. */
export const mailLimit = 10_000_000
export const headLimit = 102_400
