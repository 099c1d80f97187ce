// The pages work without this. With it the table sorts, filters and searches, and forms copy with one click.
'use strict'
const table = document.querySelector('table.services')
if (table) list(table, document.getElementById('filters'))
for (const pre of document.querySelectorAll('pre.copy')) copyable(pre)

function list(table, form) {
  const body = table.tBodies[0]
  const rows = Array.from(body.rows, (row) => {
    const text = Array.from(row.cells, (cell) => cell.textContent)
    const features = row.dataset.f ?? ''
    return {
      row,
      name: row.dataset.domain,
      text,
      features: features.split(' '),
      words: `${text.join(' ')} ${features}`.toLowerCase(),
    }
  })
  const marks = Array.from(document.querySelectorAll('.map a'), (link) => ({
    link,
    names: (link.dataset.n ?? link.textContent).split(/,? /),
  }))
  const count = document.getElementById('count')
  const none = document.getElementById('none')
  const clear = document.querySelector('.count .clear')
  const fields = ['q', 'country', 'software', 'register', 'feature', 'uptime', 'age', 'at']
  const at = Object.assign(document.createElement('input'), { type: 'hidden', name: 'at' })
  form.append(at)
  form.hidden = false

  const given = new URLSearchParams(location.search)
  for (const name of fields) if (given.has(name)) form.elements[name].value = given.get(name)

  function show() {
    const wish = Object.fromEntries(fields.map((name) => [name, form.elements[name].value]))
    const words = wish.q.toLowerCase().split(/\s+/).filter(Boolean)
    const places = wish.at.split(' ').filter(Boolean)
    const since = new Date()
    since.setFullYear(since.getFullYear() - Number(wish.age))
    const before = since.toISOString().slice(0, 10)
    const there = new Set()
    for (const { row, name, text, features, words: all } of rows) {
      const fits =
        words.every((word) => all.includes(word)) &&
        (!wish.country || text[1] === wish.country) &&
        (!wish.software || text[2] === wish.software) &&
        (!wish.register || text[3].includes(wish.register)) &&
        (!wish.feature || features.includes(wish.feature)) &&
        (!wish.uptime || parseFloat(text[5]) >= Number(wish.uptime)) &&
        (!wish.age || text[6] <= before) &&
        (!places.length || places.includes(name))
      row.hidden = !fits
      if (fits) there.add(name)
    }
    for (const { link, names } of marks) link.classList.toggle('off', !names.some((name) => there.has(name)))
    const all = rows.length === 1 ? '1 service' : `${rows.length} services`
    count.textContent = there.size === rows.length ? all : `${there.size} of ${all}`
    none.hidden = there.size > 0 || rows.length === 0
    clear.hidden = !Object.values(wish).some(Boolean)
    const query = new URLSearchParams(Object.entries(wish).filter(([, value]) => value)).toString()
    if (query !== location.search.slice(1))
      history.replaceState(null, '', `${location.pathname}${query ? `?${query}` : ''}${location.hash}`)
  }
  form.addEventListener('input', show)
  form.addEventListener('submit', (event) => event.preventDefault())
  for (const button of document.querySelectorAll('.clear'))
    button.addEventListener('click', () => {
      form.reset()
      at.value = ''
      show()
    })
  for (const { link, names } of marks)
    link.addEventListener('click', (event) => {
      if (names.length === 1) return
      event.preventDefault()
      at.value = names.join(' ')
      show()
      document.getElementById('list').scrollIntoView()
    })
  keepsMeaning(table)
  sortable(table, rows)
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

function sortable(table, rows) {
  const heads = Array.from(table.tHead.rows[0].cells)
  heads.forEach((head, column) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    const kind = head.dataset.sort
    const value = ({ text, features }) =>
      kind === 'number'
        ? parseFloat(text[column])
        : kind === 'count'
          ? features[0]
            ? features.length
            : 0
          : text[column]
    button.addEventListener('click', () => {
      const now = head.getAttribute('aria-sort')
      const up = now ? now === 'descending' : kind === 'text'
      for (const one of heads) one.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending')
      const known = (one) => value(one) !== '' && !Number.isNaN(value(one))
      const order = (a, b) => (kind === 'text' ? value(a).localeCompare(value(b)) : value(a) - value(b))
      // What is not known comes last, whichever way.
      rows.sort(
        (a, b) =>
          known(b) - known(a) || (known(a) ? order(a, b) * (up ? 1 : -1) : 0) || a.name.localeCompare(b.name),
      )
      table.tBodies[0].append(...rows.map(({ row }) => row))
    })
  })
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
