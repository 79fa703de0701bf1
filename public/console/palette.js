/** Ctrl K: every place and what was recently worked on, found by a few letters. What opens it. */
export function palette() {
  let dialog
  const open = () => {
    dialog ??= build()
    dialog.open()
  }
  addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    open()
  })
  for (const link of document.querySelectorAll('[data-palette]'))
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      open()
    })
  return open
}

function build() {
  const dialog = document.createElement('dialog')
  dialog.className = 'palette'
  dialog.setAttribute('aria-label', 'Find or go to')
  dialog.innerHTML =
    '<input type="text" role="combobox" aria-label="Find or go to" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" placeholder="Find or go to" autocomplete="off" spellcheck="false"><ul id="palette-list" role="listbox" aria-label="Found"></ul><p class="none" role="status" hidden>Nothing of that name.</p>'
  document.body.append(dialog)
  const [input, list, none] = dialog.children
  let all = []
  let at = 0

  const choose = (index) => {
    at = Math.min(list.children.length - 1, Math.max(0, index))
    for (const [i, item] of [...list.children].entries()) item.setAttribute('aria-selected', String(i === at))
    const chosen = list.children[at]
    chosen?.scrollIntoView({ block: 'nearest' })
    input.setAttribute('aria-activedescendant', chosen?.id ?? '')
  }
  const render = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    const found = all.filter(({ text }) => words.every((word) => text.includes(word)))
    // What is worked on comes first, but a place whose name is typed comes before that.
    const begins = ({ text }) => words.length > 0 && text.startsWith(words[0])
    found.sort((a, b) => begins(b) - begins(a))
    list.replaceChildren(...found.slice(0, 30).map(item))
    none.hidden = found.length > 0
    choose(0)
  }
  const load = async (query) => {
    const answer = await fetch(`/console/find?${new URLSearchParams({ q: query })}`).catch(() => null)
    if (!answer?.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const known = new Set(all.map(({ href }) => href))
    const fresh = [...page.querySelectorAll('[data-found] a')].map(entry).filter(({ href }) => !known.has(href))
    all = [...fresh, ...all]
    render()
  }
  let soon
  input.addEventListener('input', () => {
    render()
    clearTimeout(soon)
    if (input.value.trim().length > 1) soon = setTimeout(() => load(input.value.trim()), 250)
  })
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) choose(at + step)
    else if (event.key === 'Enter') list.children[at]?.click()
    else return
    event.preventDefault()
  })
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
  return {
    open() {
      all = [...document.querySelectorAll('.sidebar nav a')].map(entry)
      input.value = ''
      render()
      dialog.showModal()
      void load('')
    },
  }
}

function entry(link) {
  const name = (link.querySelector('span') ?? link).textContent.trim()
  const about = link.dataset.about ?? ''
  return { name, about, href: link.getAttribute('href'), text: `${name} ${about}`.toLowerCase() }
}

function item({ name, about, href }, index) {
  const option = document.createElement('li')
  option.id = `palette-${index}`
  option.setAttribute('role', 'option')
  option.append(Object.assign(document.createElement('span'), { textContent: name }))
  option.append(Object.assign(document.createElement('small'), { textContent: about }))
  option.addEventListener('click', () => location.assign(href))
  return option
}
