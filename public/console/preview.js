/** Shows beside `form[data-preview]`, while one types, what readers will see. The server renders it. */
export function previews() {
  for (const form of document.querySelectorAll('form[data-preview]')) {
    const refresh = refresher(form)
    form.classList.add('live')
    let soon
    form.addEventListener('input', () => {
      clearTimeout(soon)
      soon = setTimeout(refresh, 300)
    })
    form.addEventListener('submit', (event) => {
      if (event.submitter?.getAttribute('formaction') !== form.dataset.preview) return
      event.preventDefault()
      // What was typed just before goes along: a preview of its own would end this one.
      clearTimeout(soon)
      void refresh(event.submitter)
    })
    if (form.querySelector('.kept')) void refresh()
  }
}

function refresher(form) {
  let last
  return async (submitter) => {
    last?.abort()
    last = new AbortController()
    const { signal } = last
    const body = new URLSearchParams(new FormData(form, submitter ?? null))
    try {
      const answer = await fetch(form.dataset.preview, {
        method: 'POST',
        body,
        headers: { 'x-part': 'preview' },
        signal,
      })
      if (answer.redirected || !answer.ok) return
      show(form, new DOMParser().parseFromString(await answer.text(), 'text/html'))
    } catch (error) {
      // A newer preview is on its way, or the network is gone: what is shown stays.
      if (error.name !== 'AbortError' && !(error instanceof TypeError)) throw error
    }
  }
}

function show(form, answer) {
  const fresh = answer.getElementById('preview')
  if (!fresh) return
  const open = document.querySelector('#preview input[name="seen"]:checked')?.id
  const focused = document.activeElement?.closest('#preview') && document.activeElement.id
  document.getElementById('preview')?.replaceWith(fresh)
  const tells = answer.getElementById('tells')
  if (tells) document.getElementById('tells')?.replaceWith(tells)
  if (open) document.getElementById(open).checked = true
  // Whoever chooses by keyboard goes on from there.
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
  const label = fresh.dataset.post
  for (const button of document.querySelectorAll(`[data-posts="${form.id}"]`)) if (label) button.textContent = label
  let first
  for (const { dataset, content } of fresh.querySelectorAll('template[data-field]')) {
    const field = form.elements.namedItem(dataset.field)
    if (!field) continue
    field.value = content.textContent
    for (let fold = field.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
    if (dataset.field === 'body') first = field
  }
  if (!first) return
  first.focus()
  first.dispatchEvent(new Event('input', { bubbles: true }))
}
