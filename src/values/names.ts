import type { Brand } from './brand.ts'

/** DNS name: A-labels, lower case, at least two labels, no trailing dot. Made by `parseDomainName`. */
export type DomainName = Brand<string, 'domain'>
/** Bare JID, domain part as A-labels in lower case. */
export type Jid = Brand<string, 'jid'>
export type EmailAddress = Brand<string, 'email'>
/** E.164, with the leading `+`. */
export type PhoneNumber = Brand<string, 'phone'>
/** Absolute http or https URL. */
export type WebAddress = Brand<string, 'web'>
/** ISO 3166-1 alpha-2, upper case. */
export type CountryCode = Brand<string, 'country'>
/** `IM-2026-0001` */
export type TicketId = Brand<string, 'ticket'>
/** 64 lower-case hex digits. */
export type Sha256 = Brand<string, 'sha256'>
/** WGS 84, decimal degrees. */
export type Coordinates = { readonly latitude: number; readonly longitude: number }
