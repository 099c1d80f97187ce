import { fail, type Check } from './check.ts'
import { judgeConnect, type Connecting } from './connect.ts'
import { undecided } from './layers.ts'
import * as repeat from './repeat.ts'

export const serverPortAnswers: Check<Connecting | 'starttls-down'> = {
  id: 's2s.connect',
  clause: 'P3',
  level: 'must',
  cites: 'IM services policy P3; RFC 6120 §3.2',
  title: 'The port for other servers accepts connections',
  sentences: {
    ...undecided,
    ok: { found: '{{target}}:{{port}} ({{address}}) accepts connections.' },
    'one-down': {
      found:
        '{{target}}:{{port}} ({{address}}) does not accept connections. {{up}} does, so other servers get through, some of them with a delay.',
      fix: 'Start the server there, open port {{port}} in its firewall, or take the record out of DNS.',
    },
    'only-backup': {
      found:
        '{{target}}:{{port}} ({{address}}), the first choice in DNS, does not accept connections. Other servers reach you only by the backup {{up}}.',
      fix: 'Start the server at {{target}} and open port {{port}} in its firewall.',
    },
    'direct-only': {
      found:
        'DNS offers other servers only TLS from the start ({{up}}), where a stream opens; there is no record _xmpp-server._tcp, and {{target}}:{{port}} ({{address}}) does not accept connections. Many servers know STARTTLS alone and stay outside.',
      fix: 'If you can, offer STARTTLS on port 5269 as well. If not, say so: give _xmpp-server._tcp.{{domain}} the target “.”.',
    },
    'starttls-down': {
      found:
        '{{target}}:{{port}} ({{address}}) does not accept connections: {{why}}. Servers that know TLS from the start get through by {{up}}, all others do not.',
      fix: 'Start the server there and open port {{port}} in its firewall, or let the record _xmpp-server._tcp name the port where it listens.',
    },
    refused: {
      found:
        '{{target}}:{{port}} ({{address}}) refuses connections, so nobody on another server can write to your users.',
      fix: 'Let the server listen for other servers on port {{port}} of all its addresses, and open that port in the firewall. If it listens elsewhere, name the right port in the DNS record _xmpp-server._tcp.',
      fixFor: {
        prosody:
          'Check that the module "s2s" is not in modules_disabled and that s2s_ports contains {{port}}; open the port in the firewall.',
        ejabberd:
          'Add a listener "port: {{port}}, module: ejabberd_s2s_in" and open the port in the firewall.',
        openfire:
          'Enable Server to Server connections on port {{port}} in Server Settings and open the port in the firewall.',
      },
    },
    silent: {
      found:
        '{{target}}:{{port}} ({{address}}) does not answer: the connection timed out. Nobody on another server can write to your users.',
      fix: 'Most often a firewall drops the packets: open TCP port {{port}} there for everybody. Or the address in DNS is an old one: correct it.',
    },
    unreachable: {
      found: '{{target}}:{{port}} ({{address}}) cannot be reached: the network says there is no way to it.',
      fix: 'Check that the address in DNS is the right one and that the machine is on the network.',
    },
  },
  judge: (the) => {
    const said = judgeConnect(the, 's2s')
    return said.outcome === 'fail' && said.facts['up'] !== '' // somebody gets through, by TLS from the start
      ? fail('starttls-down', said.facts, said.endpoint)
      : said
  },
  repeat: repeat.port,
}
