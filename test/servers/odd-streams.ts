import type { Socket } from 'node:net'
import { features, header, packets, sasl, startTls } from './peer.ts'

/** Streams that are legal and that other checkers misread. Each is what the server says before STARTTLS. */
export const oddStreams: Readonly<Record<string, (domain: string) => (socket: Socket) => Promise<void>>> = {
  'in one piece': (domain) => (socket) => packets(socket, header(domain) + features(startTls)),
  'features in three packets': (domain) => (socket) =>
    packets(socket, header(domain), '<stream:features>', startTls, '</stream:features>'),
  'cut inside the starttls tag': (domain) => (socket) =>
    packets(
      socket,
      `${header(domain)}<stream:features><starttls xm`,
      "lns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>",
    ),
  'byte by byte': (domain) => (socket) => packets(socket, ...(header(domain) + features(startTls)).split('')),
  'a prefixed starttls': (domain) => (socket) =>
    packets(
      socket,
      header(domain) +
        features("<t:starttls xmlns:t='urn:ietf:params:xml:ns:xmpp-tls'><t:required/></t:starttls>"),
    ),
  'another prefix for streams': (domain) => (socket) =>
    packets(
      socket,
      `<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams' id='1' from='${domain}' version='1.0'><s:features>${startTls}</s:features>`,
    ),
  'blanks and newlines in tags': (domain) => (socket) =>
    packets(
      socket,
      `<stream:stream xmlns = "jabber:client"\n xmlns:stream = "http://etherx.jabber.org/streams"\n from = "${domain}" id = "1" version = "1.0" >\n<stream:features >\n <starttls xmlns = "urn:ietf:params:xml:ns:xmpp-tls" >\n</starttls >\n</stream:features >`,
    ),
  'no XML declaration': (domain) => (socket) =>
    packets(socket, header(domain).replace(/<\?.*\?>/, '') + features(startTls)),
  'white space around the declaration': (domain) => (socket) =>
    packets(socket, `\r\n ${header(domain).replace('?>', '?>\n\n')}\n${features(startTls)}`),
  'SASL before STARTTLS': (domain) => (socket) =>
    packets(socket, header(domain) + features(sasl + startTls.replace('<required/>', ''))),
  'keep-alive spaces': (domain) => (socket) =>
    packets(socket, header(domain), ' ', '\n', ' ', features(startTls), ' '),
  'UTF-8 split over packets': (domain) => async (socket) => {
    const bytes = Buffer.from(
      `${header(domain)}<stream:features><hello xmlns='urn:example:1'>Grüße €</hello>${startTls}</stream:features>`,
    )
    const cut = bytes.indexOf(Buffer.from('€')) + 1
    await packets(socket, bytes.subarray(0, cut), bytes.subarray(cut, cut + 1), bytes.subarray(cut + 1))
  },
  'features announced twice': (domain) => (socket) =>
    packets(socket, header(domain) + features(startTls), features(startTls)),
  'no id, no from': (domain) => (socket) =>
    packets(
      socket,
      `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0' xml:lang='${domain.slice(0, 2)}'>${features(startTls)}`,
    ),
}
