/** Moves the lines of a form's blocks by drag, by their arrows and by Alt and the arrow keys, and shows the page meanwhile. */
export function contentForm() {
  const form = document.querySelector('form[data-content]')
  const list = form?.querySelector('[data-blocks]')
  if (!list) return
  const preview = form.querySelector('[data-preview-button]')
  let soon
  const refresh = () => {
    clearTimeout(soon)
    soon = setTimeout(() => form.requestSubmit(preview), 500)
  }
  form.addEventListener('input', refresh)
  document.querySelector('[data-seen-by]')?.addEventListener('input', refresh)
  movable(list, refresh)
}

function movable(list, moved) {
  let dragged = null
  for (const line of list.children) line.draggable = true
  list.addEventListener('dragstart', ({ target, dataTransfer }) => {
    dragged = target.closest('li')
    dataTransfer.effectAllowed = 'move'
  })
  list.addEventListener('dragover', (event) => {
    const over = event.target.closest('li')
    if (!dragged || !over || over.parentElement !== list) return
    event.preventDefault()
    if (over === dragged) return
    const { top, height } = over.getBoundingClientRect()
    over[event.clientY < top + height / 2 ? 'before' : 'after'](dragged)
  })
  list.addEventListener('drop', (event) => event.preventDefault())
  list.addEventListener('dragend', () => {
    dragged = null
    settle(list, moved)
  })
  list.addEventListener('click', (event) => {
    const button = event.target.closest('button[name="move"]')
    if (!button) return
    event.preventDefault()
    move(button.closest('li'), button.value.startsWith('up') ? -1 : 1, button)
    settle(list, moved)
  })
  list.addEventListener('keydown', (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!by || !event.altKey) return
    event.preventDefault()
    move(event.target.closest('li'), by, event.target)
    settle(list, moved)
  })
}

function move(line, by, focused) {
  if (by < 0) line.previousElementSibling?.before(line)
  else line.nextElementSibling?.after(line)
  focused.focus()
}

/** The first goes no further up, the last no further down; who used that arrow gets the other. */
function settle(list, moved) {
  const lines = [...list.children]
  for (const [i, line] of lines.entries()) {
    const [up, down] = line.querySelectorAll('button')
    const focused = document.activeElement
    up.disabled = i === 0
    down.disabled = i === lines.length - 1
    if (focused === up && up.disabled) down.focus()
    if (focused === down && down.disabled) up.focus()
  }
  moved()
}
