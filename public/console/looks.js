/** Shows the page as `form[data-looks]` would have it, while one chooses. The server renders it. */
export function looks() {
  const form = document.querySelector('form[data-looks]')
  if (!form) return
  const frames = [...document.querySelectorAll('iframe[data-look]')]
  let soon
  form.addEventListener('input', () => {
    clearTimeout(soon)
    soon = setTimeout(() => void refresh(form, frames), 400)
  })
}

async function refresh(form, frames) {
  for (const frame of frames) {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''))
    chosen.set('look', frame.dataset.look)
    const address = `${form.dataset.looks}?${chosen}`
    // What is wrong is said when it is saved; until then the last that was right stays.
    const answer = await fetch(address).catch(() => null)
    if (answer?.ok) frame.src = address
  }
}
