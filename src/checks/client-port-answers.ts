import type { Check } from './check.ts'
import { judgeConnect, type Connecting } from './connect.ts'
import { undecided } from './layers.ts'
import * as repeat from './repeat.ts'

export const clientPortAnswers: Check<Connecting> = {
  id: 'c2s.connect',
  clause: 'P2',
  level: 'must',
  cites: 'IM services policy P2; RFC 6120 §3.2',
  title: 'The port for clients accepts connections',
  sentences: {
    ...undecided,
    ok: { found: '{{target}}:{{port}} ({{address}}) accepts connections.' },
    'one-down': {
      found:
        '{{target}}:{{port}} ({{address}}) does not accept connections. {{up}} does, so users get through, some of them with a delay.',
      fix: 'Start the server there, open port {{port}} in its firewall, or take the record out of DNS.',
    },
    'only-backup': {
      found:
        '{{target}}:{{port}} ({{address}}), the first choice in DNS, does not accept connections. Users reach you only by the backup {{up}}.',
      fix: 'Start the server at {{target}} and open port {{port}} in its firewall.',
    },
    'direct-only': {
      found:
        'DNS offers clients only TLS from the start ({{up}}), where a stream opens; there is no record _xmpp-client._tcp, and {{target}}:{{port}} ({{address}}) does not accept connections. Clients that know STARTTLS alone stay outside.',
      fix: 'If you can, offer STARTTLS on port 5222 as well. If not, say so: give _xmpp-client._tcp.{{domain}} the target “.”.',
    },
    refused: {
      found: '{{target}}:{{port}} ({{address}}) refuses connections.',
      fix: 'Start the XMPP server, let it listen for clients on port {{port}} of all its addresses, and open that port in the firewall. If it listens elsewhere, name the right port in the DNS record _xmpp-client._tcp.',
      fixFor: {
        prosody:
          'Check that Prosody runs and that c2s_ports contains {{port}} and interfaces (or c2s_interfaces) this address; open the port in the firewall.',
        ejabberd:
          'Check that ejabberd runs and has a listener "port: {{port}}, module: ejabberd_c2s" on this address; open the port in the firewall.',
        openfire:
          'Check that Openfire runs and that Client Connections (plain text with STARTTLS) are enabled on port {{port}}; open the port in the firewall.',
      },
    },
    silent: {
      found: '{{target}}:{{port}} ({{address}}) does not answer: the connection timed out.',
      fix: 'Most often a firewall drops the packets: open TCP port {{port}} there for everybody. Or the address in DNS is an old one: correct it.',
    },
    unreachable: {
      found: '{{target}}:{{port}} ({{address}}) cannot be reached: the network says there is no way to it.',
      fix: 'Check that the address in DNS is the right one and that the machine is on the network.',
    },
  },
  judge: (the) => judgeConnect(the, 'c2s'),
  repeat: repeat.port,
}
