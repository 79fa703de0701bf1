const every = 3000

/** Keeps what is under way true while the page is open: a fan-out, a file that is read, a change of many. */
export function livePart() {
  const part = document.querySelector('[data-live="on"]')
  if (!part) return
  const timer = setInterval(async () => {
    // What somebody is about to answer stays as it is, and so does what nobody sees.
    if (document.hidden || part.contains(document.activeElement) || part.querySelector(':popover-open')) return
    const answer = await fetch(location.href).catch(() => null)
    if (!answer?.ok || answer.redirected) return
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const next = fresh.querySelector('[data-live]')
    if (!next || part.contains(document.activeElement)) return
    part.replaceChildren(...next.childNodes)
    const title = fresh.querySelector('.head .title')
    if (title) document.querySelector('.head .title')?.replaceWith(title)
    if (next.dataset.live !== 'on') clearInterval(timer)
  }, every)
}
