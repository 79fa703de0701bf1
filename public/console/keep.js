/** Keeps what is typed into `form[data-keep]` in this tab until it was sent, so that a lost session or page loses nothing. */
export function keepTyped() {
  settle(document.querySelector('[data-flash="good"]') !== null)
  for (const form of document.querySelectorAll('form[data-keep]')) {
    const key = `typed:${form.dataset.keep}`
    // After an error the server has put everything back already.
    if (!document.querySelector('[data-problems]')) restore(form, key)
    form.addEventListener('input', () => sessionStorage.setItem(key, JSON.stringify(typed(form))))
    form.addEventListener('submit', ({ submitter }) => {
      if (submitter?.getAttribute('formaction') !== (form.dataset.preview ?? ''))
        sessionStorage.setItem(`sent:${key}`, '1')
    })
  }
}

const typed = (form) => [...new FormData(form)].filter(([, value]) => typeof value === 'string')

/** The page after a form says whether it was taken. A session that had ended says nothing: then the text stays. */
function settle(taken) {
  for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith('sent:'))) {
    if (taken) sessionStorage.removeItem(key.slice(5))
    sessionStorage.removeItem(key)
  }
}

function restore(form, key) {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null')
  if (!kept || JSON.stringify(kept) === JSON.stringify(typed(form))) return
  const before = typed(form)
  fill(form, kept)
  const note = document.createElement('p')
  note.className = 'note kept'
  note.setAttribute('role', 'status')
  note.append('This is what you had typed before. It was not sent. ')
  const discard = document.createElement('button')
  discard.type = 'button'
  discard.className = 'button small'
  discard.textContent = 'Start over'
  discard.addEventListener('click', () => {
    sessionStorage.removeItem(key)
    fill(form, before)
    note.remove()
    form.dispatchEvent(new Event('input', { bubbles: true }))
    sessionStorage.removeItem(key)
  })
  note.append(discard)
  form.prepend(note)
}

function fill(form, entries) {
  const values = Map.groupBy(entries, ([name]) => name)
  for (const control of form.elements) {
    if (!control.name || control.type === 'hidden' || control.type === 'submit') continue
    const given = (values.get(control.name) ?? []).map(([, value]) => value)
    if (control.type === 'checkbox' || control.type === 'radio') control.checked = given.includes(control.value)
    else if (given.length > 0) control.value = given[0]
  }
}
