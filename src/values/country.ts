import { oneSpace } from './spaces.ts'
import { countryNames } from './country-names.ts'
import type { CountryCode } from './names.ts'

const common: readonly (readonly [string, string])[] = [
  ['uk', 'GB'], ['england', 'GB'], ['scotland', 'GB'], ['wales', 'GB'], ['great britain', 'GB'], ['britain', 'GB'],
  ['u.k.', 'GB'], ['u.s.', 'US'], ['u.s.a.', 'US'], ['united states of america', 'US'], ['america', 'US'],
  ['the netherlands', 'NL'], ['holland', 'NL'], ['czech republic', 'CZ'], ['russian federation', 'RU'], ['südkorea', 'KR'],
  ['brd', 'DE'], ['federal republic of germany', 'DE'], ['österreich', 'AT'], ['turkey', 'TR'], ['south korea', 'KR'],
  ['korea', 'KR'], ['usa', 'US'], ['estados unidos de américa', 'US'], ['états-unis d’amérique', 'US'], ['сша', 'US'],
  ['norge', 'NO'], ['sverige', 'SE'], ['danmark', 'DK'], ['suomi', 'FI'], ['magyarország', 'HU'], ['românia', 'RO'],
  ['ísland', 'IS'], ['eesti', 'EE'], ['latvija', 'LV'], ['lietuva', 'LT'], ['slovensko', 'SK'], ['slovenija', 'SI'],
  ['hrvatska', 'HR'], ['srbija', 'RS'], ['българия', 'BG'], ['ελλάδα', 'GR'], ['türkiye', 'TR'], ['ישראל', 'IL'],
  ['česká republika', 'CZ'], ['čr', 'CZ'], ['république tchèque', 'CZ'], ['república checa', 'CZ'], ['slovenská republika', 'SK'], ['the united kingdom', 'GB'], ['vereinigtes königreich', 'GB'], ['großbritannien', 'GB'], ['england (uk)', 'GB'],
  ['republic of ireland', 'IE'], ['éire', 'IE'], ['the united states', 'US'], ['vereinigte staaten von amerika', 'US'], ['ee.uu.', 'US'], ['eua', 'US'], ['российская федерация', 'RU'], ['рф', 'RU'], ['republic of korea', 'KR'],
  ['hong kong', 'HK'], ['hongkong', 'HK'], ['香港', 'HK'], ['macau', 'MO'], ['macao', 'MO'], ['澳门', 'MO'], ['northern ireland', 'GB'], ['moldova', 'MD'], ['republic of moldova', 'MD'], ['viet nam', 'VN'], ['ivory coast', 'CI'],
  ['bosnia', 'BA'], ['macedonia', 'MK'], ['burma', 'MM'], ['uae', 'AE'], ['palestine', 'PS'], ['congo', 'CG'], ['bundesrepublik deutschland', 'DE'], ['republik österreich', 'AT'], ['confoederatio helvetica', 'CH'], ['belarus', 'BY'],
  ['台灣', 'TW'], ['臺灣', 'TW'], ['中國', 'CN'], ['中华人民共和国', 'CN'], ['中国大陆', 'CN'], ['美國', 'US'], ['英國', 'GB'], ['德國', 'DE'], ['法國', 'FR'], ['荷蘭', 'NL'], ['俄羅斯', 'RU'], ['烏克蘭', 'UA'], ['韓國', 'KR'], ['韓国', 'KR'],
  ['奧地利', 'AT'], ['澳洲', 'AU'], ['義大利', 'IT'], ['芬蘭', 'FI'], ['波蘭', 'PL'], ['愛爾蘭', 'IE'], ['挪威', 'NO'], ['米国', 'US'], ['アメリカ', 'US'], ['アメリカ合衆国', 'US'], ['英国', 'GB'], ['ロシア連邦', 'RU'], ['holandia', 'NL'], ['holandsko', 'NL'],
  // as they stand behind `in`: Slavic languages bend them
  ['polsce', 'PL'], ['niemczech', 'DE'], ['czechach', 'CZ'], ['francji', 'FR'], ['holandii', 'NL'], ['austrii', 'AT'], ['finlandii', 'FI'], ['szwajcarii', 'CH'],
  ['česku', 'CZ'], ['čechách', 'CZ'], ['české republice', 'CZ'], ['německu', 'DE'], ['rakousku', 'AT'], ['polsku', 'PL'], ['francii', 'FR'], ['nizozemsku', 'NL'], ['slovensku', 'SK'],
  ['россии', 'RU'], ['украине', 'UA'], ['германии', 'DE'], ['беларуси', 'BY'], ['белоруссии', 'BY'], ['нидерландах', 'NL'], ['финляндии', 'FI'], ['франции', 'FR'], ['австрии', 'AT'], ['польше', 'PL'], ['чехии', 'CZ'], ['казахстане', 'KZ'], ['латвии', 'LV'], ['литве', 'LT'], ['эстонии', 'EE'], ['голландии', 'NL'], ['швейцарии', 'CH'], ['молдове', 'MD'], ['грузии', 'GE'], ['армении', 'AM'],
  ['україні', 'UA'], ['німеччині', 'DE'], ['польщі', 'PL'], ['нідерландах', 'NL'], ['фінляндії', 'FI'], ['франції', 'FR'], ['австрії', 'AT'], ['чехії', 'CZ'], ['литві', 'LT'], ['швейцарії', 'CH'],
] // prettier-ignore
const codes: ReadonlyMap<string, string> = new Map([
  ...Object.entries(countryNames).flatMap(([code, names]) =>
    names.split('|').map((name) => [name, code] as const),
  ),
  ...common,
])

/** A country's code or its name in one of the languages we read, to ISO 3166-1 alpha-2. undefined when it is none (`EU` is none). */
export function parseCountry(text: string): CountryCode | undefined {
  const bare = oneSpace(text.trim().normalize('NFC').replaceAll("'", '’'))
  if (/^[a-z]{2}$/i.test(bare) && bare.toUpperCase() in countryNames) return bare.toUpperCase() as CountryCode
  const lower = bare.toLowerCase()
  const code =
    codes.get(lower) ??
    codes.get(lower.replace(/\.$/, '')) ??
    codes.get(lower.replace(/ (?:and|und|et|y|e|en|i|a|и|і) /, ' & '))
  return code as CountryCode | undefined
}
/** The country whose top-level domain a name stands in; undefined under any other. */
export function countryOfDomain(domain: string): CountryCode | undefined {
  const label = domain.slice(domain.lastIndexOf('.') + 1).toUpperCase()
  if (label === 'UK') return 'GB' as CountryCode
  // Sold as words all over the world: they say nothing about a place.
  return label in countryNames &&
    ![
      'IM',
      'IO',
      'ME',
      'CO',
      'TV',
      'CC',
      'AI',
      'LI',
      'FM',
      'TO',
      'WS',
      'NU',
      'GG',
      'SH',
      'LA',
      'IS',
      'IN',
    ].includes(label)
    ? (label as CountryCode)
    : undefined
}
