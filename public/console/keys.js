const off = 'upfront:no-single-keys'

/** Single keys: `g` and a letter goes somewhere, `j` and `k` walk through a list, `/` searches, `?` says all of it. */
export function shortcuts(openPalette) {
  const help = helpDialog()
  let going = 0
  addEventListener('keydown', (event) => {
    if (isTyping(event)) return
    const { key } = event
    const run = Date.now() - going < 1500 ? goTo(key) : actions[key]
    going = key === 'g' ? Date.now() : 0
    if (key === 'g' || !run) return
    event.preventDefault()
    run()
  })
  const actions = {
    '?': () => help.showModal(),
    '/': () =>
      document.querySelector('[data-search]') ? document.querySelector('[data-search]').focus() : openPalette(),
    n: () => location.assign('/console/incidents/new'),
    u: () => document.querySelector('.up a')?.click(),
    j: () => walk(1),
    k: () => walk(-1),
  }
  addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    const { form } = event.target
    const button = form?.id && form.querySelector(`[data-posts="${form.id}"]`)
    if (button) form.requestSubmit(button)
  })
  addEventListener('keydown', (event) => {
    if (!document.activeElement?.matches('.row-link')) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      walk(event.key === 'ArrowDown' ? 1 : -1)
    }
  })
}

function isTyping({ target, ctrlKey, metaKey, altKey, defaultPrevented }) {
  if (ctrlKey || metaKey || altKey || defaultPrevented || localStorage.getItem(off)) return true
  return target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, dialog, [popover]') !== null
}

const goTo = (key) => {
  const link = [...document.querySelectorAll('.sidebar a[data-key]')].find((one) => one.dataset.key === key)
  return link && (() => link.click())
}

function walk(step) {
  const links = [...document.querySelectorAll('.row-link')]
  const at = links.indexOf(document.activeElement)
  links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))]?.focus()
}

function helpDialog() {
  const dialog = document.createElement('dialog')
  dialog.className = 'dialog'
  dialog.setAttribute('aria-labelledby', 'keys-title')
  const places = [...document.querySelectorAll('.sidebar a[data-key]')].map((link) => [
    `g ${link.dataset.key}`,
    link.querySelector('span').textContent,
  ])
  const keys = [
    ['Ctrl K', 'Find or go to anything'],
    ['n', 'Open an incident'],
    ['Ctrl Enter', 'Post what is in the composer'],
    ['/', 'Search this list'],
    ['j k', 'Walk through a list; Enter opens'],
    ['u', 'Up to the list'],
    ...places,
  ]
  const list = document.createElement('dl')
  list.className = 'keys'
  for (const [key, words] of keys) {
    const term = list.appendChild(document.createElement('dt'))
    for (const one of key.split(' '))
      term.append(Object.assign(document.createElement('kbd'), { textContent: one }), ' ')
    list.appendChild(document.createElement('dd')).textContent = words
  }
  dialog.innerHTML =
    '<h2 id="keys-title">Shortcuts</h2><form method="dialog"><p class="check"><label><input type="checkbox"><span>Single keys do something</span></label></p><div class="actions"><button class="button" autofocus>Close</button></div></form>'
  dialog.querySelector('h2').after(list)
  const box = dialog.querySelector('input')
  box.checked = !localStorage.getItem(off)
  box.addEventListener('change', () => (box.checked ? localStorage.removeItem(off) : localStorage.setItem(off, '1')))
  document.body.append(dialog)
  return dialog
}
