// The pages work without this. With it the table sorts, filters and searches, and forms copy with one click.
'use strict'
const table = document.querySelector('table.services')
if (table) list(table, document.getElementById('filters'))
for (const pre of document.querySelectorAll('pre.copy')) copyable(pre)

function list(table, form) {
  const rows = Array.from(table.tBodies[0].rows, (row) => {
    const text = Array.from(row.cells, (cell) => cell.textContent)
    const features = text[4].split(', ').filter(Boolean)
    return {
      row,
      name: row.cells[0].firstChild.textContent,
      text,
      features,
      words: text.join(' ').toLowerCase(),
    }
  })
  const marks = Array.from(document.querySelectorAll('.map a'), (link) => ({
    link,
    place: ['cx', 'cy'].map((name) => link.firstChild.getAttribute(name)).join(),
    those: link.dataset.n.split(' ').map((n) => rows[n]),
  }))
  const count = document.getElementById('count')
  const none = document.getElementById('none')
  const clear = document.querySelector('.count .clear')
  // All of it stands in the address: what somebody sees he can send to somebody.
  const fields = ['q', 'country', 'software', 'register', 'feature', 'uptime', 'age', 'at', 'sort']
  const hidden = (name) => Object.assign(document.createElement('input'), { type: 'hidden', name })
  const [at, sort] = [hidden('at'), hidden('sort')]
  form.append(at, sort)
  form.hidden = false

  const given = new URLSearchParams(location.search)
  for (const name of fields) if (given.has(name)) form.elements[name].value = given.get(name)

  function show() {
    const wish = Object.fromEntries(fields.map((name) => [name, form.elements[name].value]))
    const words = wish.q.toLowerCase().split(/\s+/).filter(Boolean)
    const places = marks.filter(({ place }) => place === wish.at).flatMap(({ those }) => those)
    const since = new Date()
    since.setFullYear(since.getFullYear() - Number(wish.age))
    const before = since.toISOString().slice(0, 10)
    const there = new Set()
    for (const one of rows) {
      const { row, text, features, words: all } = one
      const fits =
        words.every((word) => all.includes(word)) &&
        (!wish.country || text[1] === wish.country) &&
        (!wish.software || text[2] === wish.software) &&
        (!wish.register || text[3].includes(wish.register)) &&
        (!wish.feature || features.includes(wish.feature)) &&
        (!wish.uptime || parseFloat(text[5]) >= Number(wish.uptime)) &&
        (!wish.age || text[6] <= before) &&
        (!places.length || places.includes(one))
      row.hidden = !fits
      if (fits) there.add(one)
    }
    for (const { link, those } of marks) link.classList.toggle('off', !those.some((one) => there.has(one)))
    const all = rows.length === 1 ? '1 service' : `${rows.length} services`
    count.textContent = there.size === rows.length ? all : `${there.size} of ${all}`
    none.hidden = there.size > 0 || rows.length === 0
    clear.hidden = !fields.some((name) => name !== 'sort' && wish[name])
    const query = new URLSearchParams(Object.entries(wish).filter(([, value]) => value)).toString()
    if (query !== location.search.slice(1))
      history.replaceState(null, '', `${location.pathname}${query ? `?${query}` : ''}${location.hash}`)
  }
  form.addEventListener('input', show)
  form.addEventListener('submit', (event) => event.preventDefault())
  for (const button of document.querySelectorAll('.clear'))
    button.addEventListener('click', () => {
      form.reset() // leaves hidden fields alone
      at.value = ''
      show()
    })
  for (const { link, place, those } of marks)
    link.addEventListener('click', (event) => {
      if (those.length === 1) return
      event.preventDefault()
      at.value = place
      show()
      document.getElementById('list').scrollIntoView()
    })
  keepsMeaning(table)
  sortable(table, rows, sort, show)
  show()
}

// On a phone the rows are laid out as cards, and some browsers then forget that this is a table.
function keepsMeaning(table) {
  const roles = {
    thead: 'rowgroup',
    tbody: 'rowgroup',
    tr: 'row',
    td: 'cell',
    'tbody th': 'rowheader',
    'thead th': 'columnheader',
  }
  table.setAttribute('role', 'table')
  for (const [selector, role] of Object.entries(roles))
    for (const part of table.querySelectorAll(selector)) part.setAttribute('role', role)
}

// `sort` holds the column by its name, with a minus when the last comes first.
function sortable(table, rows, sort, changed) {
  const heads = Array.from(table.tHead.rows[0].cells)
  const order = (head, up) => {
    const column = heads.indexOf(head)
    const kind = head.dataset.sort
    const value = ({ text, features }) =>
      kind === 'number' ? parseFloat(text[column]) : kind === 'count' ? features.length : text[column]
    const known = (one) => value(one) !== '' && !Number.isNaN(value(one))
    const compare = (a, b) => (kind === 'text' ? value(a).localeCompare(value(b)) : value(a) - value(b))
    for (const one of heads) one.removeAttribute('aria-sort')
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending')
    // What is not known comes last, whichever way.
    const sorted = Array.from(rows).sort(
      (a, b) =>
        known(b) - known(a) || (known(a) ? compare(a, b) * (up ? 1 : -1) : 0) || a.name.localeCompare(b.name),
    )
    table.tBodies[0].append(...sorted.map(({ row }) => row))
  }
  for (const head of heads) {
    const name = head.textContent.toLowerCase()
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener('click', () => {
      const now = head.getAttribute('aria-sort')
      const up = now ? now === 'descending' : head.dataset.sort === 'text'
      order(head, up)
      sort.value = head === heads[0] && up ? '' : `${up ? '' : '-'}${name}`
      changed()
    })
    if (sort.value.replace('-', '') === name) order(head, !sort.value.startsWith('-'))
  }
}

function copyable(pre) {
  if (!navigator.clipboard) return
  const box = document.createElement('div')
  box.className = 'copybox'
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Copy' })
  pre.replaceWith(box)
  box.append(pre, button)
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(pre.textContent)
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = 'Copy'), 2000)
  })
}
