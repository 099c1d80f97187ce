// Real services of the old directories, written as mails in the shapes that people use. The data stay where they are
// (VOUCH_CORPORA); this only says them again in other forms.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const text = (xml, pattern) => {
  const found = pattern.exec(xml)?.[1]?.trim()
  if (found === undefined || found === '') return undefined
  return found
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
}
const geo = (uri) => {
  const [, latitude, longitude] = /geo:(-?[\d.]+),(-?[\d.]+)/.exec(uri ?? '') ?? []
  return latitude === undefined ? {} : { latitude, longitude }
}

/** Every card as plain strings; a service without a domain or with a card that is no card is left out. */
export function directory(folder) {
  const cards = readdirSync(join(folder, 'vcards')).map((file) => {
    const xml = readFileSync(join(folder, 'vcards', file), 'utf8')
    return {
      xml,
      domain: text(xml, /<fn>\s*<text>([^<]*)/),
      website: text(xml, /<url>\s*<uri>([^<]*)/),
      description: text(xml, /<note>\s*<text>([^<]*)/),
      founded: text(xml, /<bday>\s*<(?:date|text)>([^<]*)/),
      country: text(xml, /<country>([^<]*)/),
      certificateAuthority: text(xml, /<ca[^>]*>\s*<name>([^<]*)/),
      serverSoftware: text(xml, /<name xmlns=['"]jabber:iq:version['"]>([^<]*)/),
      jid: text(xml, /<impp>\s*<uri>\s*xmpp:([^<]*)/),
      ...geo(text(xml, /<geo>\s*<uri>([^<]*)/)),
      name: 'Jane Example-Doe',
    }
  })
  const services = [
    ...readFileSync(join(folder, 'source.xml'), 'utf8').matchAll(/<service>(.*?)<\/service>/gs),
  ].map(([xml]) => ({
    xml,
    domain: text(xml, /<domain>([^<]*)/),
    website: text(xml, /<website>([^<]*)/),
    description: text(xml, /<desc>([^<]*)/),
    founded: text(xml, /<year>([^<]*)/),
    country: text(xml, /<country>([^<]*)/),
    certificateAuthority: text(xml, /<ca[^>]*>([^<]*)/),
    serverSoftware: text(xml, /<server[ >][^>]*>?([^<]*)/),
    jid: text(xml, /<admin uri=['"]xmpp:([^'"]*)/),
    latitude: text(xml, /<lat>([^<]*)/),
    longitude: text(xml, /<lon>([^<]*)/),
    name: text(xml, /<admin[^>]*>([^<]*)/),
  }))
  return [...cards, ...services]
    .filter(({ domain }) => domain !== undefined && /^[^\s@]+\.[^\s@]+$/.test(domain))
    .map((card, at) => ({
      ...card,
      email: `operator${at}@${card.domain.toLowerCase()}`,
      phone: `+4930${String(9018200 + at)}`,
      port: at % 3 === 0 ? '5223' : String(5223 + (at % 3) * 1000),
    }))
}

const keys = [
  'domain',
  'certificateAuthority',
  'port',
  'website',
  'name',
  'email',
  'jid',
  'phone',
  'latitude',
  'longitude',
  'country',
  'serverSoftware',
  'description',
  'founded',
]
const labels = {
  en: [
    'Domain',
    'Certificate authority',
    'SSL-only port',
    'Website',
    'Admin name',
    'Admin email',
    'Admin JabberID',
    'Admin telephone',
    'Latitude',
    'Longitude',
    'Country',
    'Server software',
    'Description',
    'Year launched',
  ],
  de: [
    'Domain',
    'Zertifizierungsstelle',
    'Nur-SSL-Port',
    'Webseite',
    'Name des Administrators',
    'E-Mail-Adresse',
    'Jabber-ID',
    'Telefonnummer',
    'Breitengrad',
    'Längengrad',
    'Land',
    'Serversoftware',
    'Kurzbeschreibung',
    'Gründungsjahr',
  ],
  fr: [
    'Nom de domaine',
    'Autorité de certification',
    'Port SSL',
    'Site web',
    "Nom de l'administrateur",
    'Adresse e-mail',
    'Adresse Jabber',
    'Téléphone',
    'Latitude',
    'Longitude',
    'Pays',
    'Logiciel serveur',
    'Brève description',
    'Année de lancement',
  ],
  es: [
    'Dominio',
    'Autoridad certificadora',
    'Puerto SSL',
    'Sitio web',
    'Nombre del administrador',
    'Correo electrónico',
    'JID',
    'Teléfono',
    'Latitud',
    'Longitud',
    'País',
    'Software del servidor',
    'Descripción',
    'Año de fundación',
  ],
  it: [
    'Dominio',
    'Autorità di certificazione',
    'Porta SSL',
    'Sito web',
    "Nome dell'amministratore",
    'Indirizzo e-mail',
    'JabberID',
    'Telefono',
    'Latitudine',
    'Longitudine',
    'Paese',
    'Software del server',
    'Breve descrizione',
    'Anno di fondazione',
  ],
  pt: [
    'Domínio',
    'Autoridade certificadora',
    'Porta SSL',
    'Página web',
    'Nome do administrador',
    'E-mail',
    'JID',
    'Telefone',
    'Latitude',
    'Longitude',
    'País',
    'Software do servidor',
    'Descrição',
    'Ano de lançamento',
  ],
  nl: [
    'Domeinnaam',
    'Certificeringsinstantie',
    'SSL-poort',
    'Website',
    'Naam van de beheerder',
    'E-mailadres',
    'JabberID',
    'Telefoonnummer',
    'Breedtegraad',
    'Lengtegraad',
    'Land',
    'Serversoftware',
    'Korte beschrijving',
    'Sinds',
  ],
  pl: [
    'Domena',
    'Urząd certyfikacji',
    'Port SSL',
    'Strona internetowa',
    'Imię i nazwisko',
    'Adres e-mail',
    'JID',
    'Numer telefonu',
    'Szerokość geograficzna',
    'Długość geograficzna',
    'Kraj',
    'Oprogramowanie serwera',
    'Krótki opis',
    'Rok założenia',
  ],
  cs: [
    'Doména',
    'Certifikační autorita',
    'Port SSL',
    'Webové stránky',
    'Jméno správce',
    'E-mail',
    'JID',
    'Telefon',
    'Zeměpisná šířka',
    'Zeměpisná délka',
    'Země',
    'Software serveru',
    'Krátký popis',
    'Rok založení',
  ],
  ru: [
    'Домен',
    'Центр сертификации',
    'Порт SSL',
    'Сайт',
    'Имя администратора',
    'Электронная почта',
    'JID',
    'Телефон',
    'Широта',
    'Долгота',
    'Страна',
    'Программное обеспечение',
    'Краткое описание',
    'Год основания',
  ],
  uk: [
    'Домен',
    'Центр сертифікації',
    'Порт SSL',
    'Сайт',
    "Ім'я адміністратора",
    'Електронна пошта',
    'JID',
    'Телефон',
    'Широта',
    'Довгота',
    'Країна',
    'Програмне забезпечення',
    'Короткий опис',
    'Рік заснування',
  ],
  zh: [
    '域名',
    '证书颁发机构',
    'SSL端口',
    '网站',
    '管理员姓名',
    '电子邮件',
    'JID',
    '电话',
    '纬度',
    '经度',
    '国家',
    '服务器软件',
    '简介',
    '成立年份',
  ],
  ja: [
    'ドメイン',
    '認証局',
    'SSLポート',
    'ウェブサイト',
    '管理者名',
    'メールアドレス',
    'JID',
    '電話番号',
    '緯度',
    '経度',
    '国',
    'サーバーソフトウェア',
    '説明',
    '設立年',
  ],
}
const pairs = (card, language = 'en') =>
  keys.map((key, at) => [labels[language][at], card[key], key]).filter(([, value]) => value !== undefined)
const lines = (card, language, format) =>
  pairs(card, language)
    .map(([label, value, key]) => format(label, value, key))
    .join('\n')
const html = (value) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const wrapped = (value, width = 66) =>
  value.split(' ').reduce((all, word) => {
    const last = all.at(-1) ?? ''
    if (last !== '' && last.length + word.length + 1 > width) all.push(word)
    else all[all.length === 0 ? 0 : all.length - 1] = last === '' ? word : `${last} ${word}`
    return all
  }, [])

/** name → body; `headers` may be given back beside it. */
export const shapes = {
  'Key: value': (card) =>
    `Hello,\n\nplease list our service.\n\n${lines(card, 'en', (label, value) => `${label}: ${value}`)}\n\nThanks,\nJane\n-- \nJane Example-Doe\nhttps://signature.example/\n`,
  'Key = value': (card) => lines(card, 'en', (label, value) => `${label} = ${value}`),
  'key: [value]': (card) => lines(card, 'en', (label, value) => `${label.toLowerCase()}: [${value}]`),
  'bullets and bold': (card) =>
    `Hi team!\n\n${lines(card, 'en', (label, value) => `* **${label}:** ${value}`)}\n\nCheers`,
  'value on the next line': (card) => lines(card, 'en', (label, value) => `${label}:\n${value}\n`),
  'pipe table': (card) =>
    `| Field | Value |\n|---|---|\n${lines(card, 'en', (label, value) => `| ${label} | ${value.replaceAll('|', '/')} |`)}`,
  'wrapped at 66': (card) => lines(card, 'en', (label, value) => wrapped(`${label}: ${value}`).join('\n')),
  'HTML table': (card) => ({
    html: `<html><body><p>Please add:</p><table border="1">${pairs(card)
      .map(([label, value]) => `<tr><td><b>${label}</b></td><td>${html(value)}</td></tr>`)
      .join('')}</table><p>Regards</p></body></html>`,
  }),
  'HTML list': (card) => ({
    html: `<div>Hello</div><ul>${pairs(card)
      .map(([label, value]) => `<li><strong>${label}</strong>: ${html(value)}</li>`)
      .join('')}</ul>`,
  }),
  'HTML lines': (card) => ({
    html: `<div dir="ltr">Hello,<br><br>${pairs(card)
      .map(([label, value]) => `${label}:&nbsp;${html(value)}`)
      .join('<br>\r\n')}<div><br></div><div>Jane</div></div>`,
  }),
  JSON: (card) =>
    JSON.stringify(
      Object.fromEntries(
        keys
          .filter((key) => card[key] !== undefined)
          .map((key) => [
            {
              name: 'adminName',
              email: 'adminEmail',
              jid: 'adminJid',
              phone: 'adminPhone',
              port: 'directTlsPort',
            }[key] ?? key,
            card[key],
          ]),
      ),
      undefined,
      2,
    ),
  'vCard 4': (card) =>
    [
      'Our card:',
      '',
      'BEGIN:VCARD',
      'VERSION:4.0',
      'KIND:application',
      `FN:${card.domain}`,
      card.website && `URL:${card.website}`,
      card.description && `NOTE:${card.description.replaceAll(',', '\\,').replaceAll(';', '\\;')}`,
      card.latitude && `GEO:geo:${card.latitude},${card.longitude}`,
      card.jid && `IMPP:xmpp:${card.jid}`,
      `EMAIL:${card.email}`,
      `TEL;VALUE=uri:tel:${card.phone}`,
      card.country && `ADR:;;;;;;${card.country}`,
      'END:VCARD',
    ]
      .filter(Boolean)
      .join('\n'),
  'XML card as it is': (card) => `Please list this:\n\n${card.xml}\n`,
  'numbered in the page’s order': (card) =>
    [
      card.domain,
      card.certificateAuthority ?? 'none',
      card.port,
      card.website ?? 'none',
      card.name,
      card.email,
      card.jid ?? 'none',
      card.phone,
      card.longitude === undefined ? 'unknown' : `${card.latitude}, ${card.longitude}`,
      card.serverSoftware ?? 'unknown',
      card.description ?? 'none',
    ]
      .map((value, at) => `${at + 1}. ${value}`)
      .join('\n'),
  forwarded: (card) => ({
    subject: 'Fwd: our service',
    text: `FYI, see below.\n\n---------- Forwarded message ---------\nFrom: Some Operator <operator@elsewhere.example>\nDate: Tue, Jan 01, 2019 at 12:00 PM\nSubject: our service\nTo: <jane@example.org>\n\n\n${lines(card, 'en', (label, value) => `${label}: ${value}`)}\n`,
  }),
  'format=flowed': (card) => ({
    flowed: true,
    text: lines(card, 'en', (label, value) => wrapped(`${label}: ${value}`, 60).join(' \n')),
  }),
  'windows-1252 without a label': (card) => ({
    latin: true,
    text: lines(card, 'de', (label, value) => `${label}: ${value}`),
  }),
  'text and HTML': (card) => ({
    text: lines(card, 'en', (label, value) => `${label}: ${value}`),
    html: `<table>${pairs(card)
      .map(([label, value]) => `<tr><th>${label}</th><td>${html(value)}</td></tr>`)
      .join('')}</table>`,
  }),
  'answers behind the colons of our quoted form': (card) => ({
    subject: 'Re: [IM-2026-0001] x',
    text: `> Reply, and write behind the colons. Everything else that you told us is kept.\n>\n${lines(card, 'en', (label, value) => `> ${label}: ${value}`)}\n> ---\n>\n> WHAT IS MEANT\n> - https://example.org (website)\n`,
  }),
  'answers under the quoted form': (card) => ({
    subject: 'Re: [IM-2026-0001] x',
    text: `On Sun, 22 Nov 2026 at 10:00, Desk <d@jabber.org> wrote:\n${lines(card, 'en', (label, value) => `> ${label}:\n${value}\n`)}`,
  }),
  tabs: (card) => lines(card, 'en', (label, value) => `${label}\t${value}`),
  'HTML definitions': (card) => ({
    html: `<dl>${pairs(card)
      .map(([label, value]) => `<dt>${label}</dt><dd>${html(value)}</dd>`)
      .join('')}</dl>`,
  }),
  'decimal commas': (card) =>
    lines(
      card,
      'de',
      (label, value, key) =>
        `${label}: ${key === 'latitude' || key === 'longitude' ? value.replace('.', ',') : value}`,
    ),
  ...Object.fromEntries(
    Object.keys(labels)
      .filter((language) => language !== 'en')
      .map((language) => [
        `labels in ${language}`,
        (card) =>
          lines(card, language, (label, value) =>
            language === 'zh' || language === 'ja' ? `${label}：${value}` : `${label}: ${value}`,
          ),
      ]),
  ),
}
/** Which fields a shape does not carry. */
export const without = {
  'vCard 4': ['certificateAuthority', 'port', 'name', 'serverSoftware', 'founded'],
  'XML card as it is': ['email', 'phone', 'port', 'name'],
  'numbered in the page’s order': ['country', 'founded'],
}

const header = (subject, more) =>
  `From: Jane Example-Doe <jane@example.org>\r\nTo: verification@jabber.org\r\nSubject: ${subject}\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\nMessage-ID: <shape@example.org>\r\nMIME-Version: 1.0\r\n${more}\r\n\r\n`
export function mail(body) {
  const given = typeof body === 'string' ? { text: body } : body
  const subject = given.subject ?? 'listing'
  const crlf = (value) => value.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')
  const part = (type, value) =>
    `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(
      crlf(value),
    )
      .toString('base64')
      .replaceAll(/(.{76})/g, '$1\r\n')}`
  if (given.latin) return Buffer.from(header(subject, 'X-Shape: latin') + crlf(given.text), 'latin1')
  if (given.flowed)
    return Buffer.from(
      header(subject, 'Content-Type: text/plain; charset=utf-8; format=flowed') + crlf(given.text),
    )
  if (given.text !== undefined && given.html !== undefined)
    return Buffer.from(
      `${header(subject, 'Content-Type: multipart/alternative; boundary="b"')}--b\r\n${part('plain', given.text)}\r\n--b\r\n${part('html', given.html)}\r\n--b--\r\n`,
    )
  if (given.html !== undefined)
    return Buffer.from(header(subject, 'Content-Type: text/html; charset=utf-8') + crlf(given.html))
  return Buffer.from(header(subject, 'Content-Type: text/plain; charset=utf-8') + crlf(given.text))
}
