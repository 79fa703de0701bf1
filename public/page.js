// The page is complete without this. It turns recent times into relative ones and swaps in what is published.
const script = document.currentScript
const announcement = document.getElementById('announce')

addEventListener('DOMContentLoaded', () => {
  const main = document.getElementById('main')
  let shown = main.innerHTML
  writeTimes()
  zones.nameZone()
  setInterval(writeTimes, 30_000)
  const closed = document.getElementById('closed')
  if (closed) main.addEventListener('focusin', async () => (closed.hidden = isOurs(await ask('HEAD'))), { once: true })
  if (!('live' in main.dataset) || !('EventSource' in window)) return

  // When what stands here was certainly true: as long as the stream is open, that is now.
  let trueAt = Date.parse(document.querySelector('#published time')?.dateTime) || Date.now()
  let reached = Date.now()
  let stream = null
  const note = document.createElement('p')
  note.className = 'stale'
  note.setAttribute('role', 'status')
  main.before(note)
  setInterval(age, 5000)
  function age() {
    if (stream?.readyState === EventSource.OPEN) heard()
    else if (Date.now() - reached >= 60_000) {
      const ago = inWords(Date.now() - trueAt) ?? script.dataset.longAgo
      note.textContent = fill(script.dataset.stale, { ago })
    }
  }
  function heard() {
    trueAt = reached = Date.now()
    note.textContent = ''
  }

  // The stream waits until the page is there; the server's `retry:` spreads reconnections, and says the version at each.
  const listen = () => {
    stream?.close()
    const events = new EventSource(script.dataset.events)
    stream = events
    events.addEventListener('open', heard)
    events.addEventListener('published', ({ data }) => {
      if (String(JSON.parse(data).version) !== document.documentElement.dataset.version) void refresh(0)
    })
    // Refused, or a proxy answered in our place: browsers do not come back from that by themselves.
    events.addEventListener('error', () => {
      if (events.readyState !== EventSource.CLOSED) return
      // Where a web server has the files alone, that is said at once.
      if (reached) void ask('HEAD').then((response) => !isOurs(response) && age((reached = 0)))
      setTimeout(() => void refresh(5).then(listen), 30_000 + Math.random() * 30_000)
    })
  }
  if (document.readyState === 'complete') listen()
  else addEventListener('load', listen)
  // With an open stream a browser would not keep the page for the way back.
  addEventListener('pagehide', () => stream?.close())
  addEventListener('pageshow', ({ persisted }) => persisted && listen())

  let running = false
  let again = false
  async function refresh(failures) {
    if (running) {
      again = true
      return
    }
    running = true
    // Thousands of readers hear of a publication at once: spread their requests.
    await new Promise((done) => setTimeout(done, Math.random() * 300 + failures * 2000))
    const response = await ask('GET')
    if (isOurs(response)) heard()
    const page =
      response?.ok && isHere(response) ? new DOMParser().parseFromString(await response.text(), 'text/html') : null
    running = false
    if (page) show(page)
    else if (failures < 5) void refresh(failures + 1)
    if (again) {
      again = false
      void refresh(0)
    }
  }

  function show(page) {
    const fresh = page.getElementById('main')
    document.documentElement.dataset.version = page.documentElement.dataset.version
    if (!fresh || fresh.innerHTML === shown) return
    shown = fresh.innerHTML
    document.title = page.title
    for (const id of ['icon', 'published']) document.getElementById(id)?.replaceWith(page.getElementById(id) ?? '')
    swap(main, fresh)
    writeTimes()
    announce(script.dataset.updated)
  }
})

const ask = (method) => fetch(location.pathname, { method, cache: 'no-cache' }).catch(() => null)

/** Tags of this form are Upfront's own: a web server that serves the files in its place has others. */
// A cache in between that does not tell hosts apart may answer with another page.
const isHere = (response) => [null, location.host].includes(response.headers.get('x-upfront-host'))
const isOurs = (response) => response?.ok && /"[\w-]{22}(-\w+)?"/.test(response.headers.get('etag'))

// What a bar tells of its day comes when somebody first asks.
const asks = ['pointermove', 'focusin', 'click']
for (const kind of asks) addEventListener(kind, askForDay)

async function askForDay(event) {
  const row = event.target.closest?.('.bars')
  const address = row?.closest('[data-days]')?.dataset.days
  // A tap moves and focuses too, before it clicks.
  const isTouch = event.pointerType === 'touch'
  if (!address || (event.type !== 'click' && isTouch)) return
  if (event.type === 'focusin' && !row.matches(':focus-visible')) return
  if (isTouch) event.preventDefault()
  for (const kind of asks) removeEventListener(kind, askForDay)
  await import(address).then(({ begin }) => begin(event))
}

/** Puts the new content in place; what the reader looks at, has unfolded or has focused stays as it was. */
function swap(main, fresh) {
  const anchor = [...main.querySelectorAll('[id]')].find((element) => element.getBoundingClientRect().bottom > 0)
  const before = scrollY > 0 && anchor?.getBoundingClientRect().top
  const known = new Set([...main.querySelectorAll('[data-post]')].map((post) => post.id))
  const unfolded = new Map([...main.querySelectorAll('details[id]')].map((fold) => [fold.id, fold.open]))
  const focus = main.contains(document.activeElement) ? placeOf(document.activeElement) : null

  for (const fold of fresh.querySelectorAll('details[id]')) fold.open = unfolded.get(fold.id) ?? fold.open
  for (const { id } of main.querySelectorAll('input[type="radio"][id]:checked'))
    for (const radio of fresh.querySelectorAll(`#${id}`)) radio.setAttribute('checked', '')
  for (const post of fresh.querySelectorAll('[data-post]')) if (!known.has(post.id)) post.classList.add('fresh')
  main.replaceChildren(...document.adoptNode(fresh).childNodes)

  const moved = anchor && document.getElementById(anchor.id)
  if (moved && before !== false) scrollBy({ top: moved.getBoundingClientRect().top - before, behavior: 'instant' })
  if (focus) find(main, focus)?.focus({ preventScroll: true })
}

/** Where an element is, in words that hold after the swap: its kind, its address, the nearest thing with an id. */
function placeOf(element) {
  const near = element.closest('[id]')?.id
  return { tag: element.localName, href: element.getAttribute('href'), near }
}

function find(main, { tag, href, near }) {
  const same = (element) => element.getAttribute('href') === href && element.closest('[id]')?.id === near
  return [...main.querySelectorAll(tag)].find(same) ?? main
}

/** Recent times as "12 minutes ago", and all in the zone that the reader chose; zone.js knows about zones. */
function writeTimes() {
  for (const time of document.querySelectorAll('time[data-as]')) {
    const [shown, other] = zones.clocksOf(time)
    const ago = 'ago' in time.dataset && inWords(Date.now() - Date.parse(time.dateTime))
    const clock = ago && other ? `${shown} (${other})` : shown
    if (time.textContent !== (ago || '') + clock)
      time.replaceChildren(...(ago ? [part('ago', ago), part('clock', clock)] : [clock]))
    if (other && !ago) time.title = other
  }
}

function part(name, text) {
  const span = document.createElement('span')
  span.className = name
  span.textContent = text
  return span
}

/** "12 minutes ago" for the last day, null for anything else. */
function inWords(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < -1 || minutes >= 1440) return null
  if (minutes < 1) return script.dataset.now
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang)
  return minutes < 60 ? words.format(-minutes, 'minute') : words.format(-Math.floor(minutes / 60), 'hour')
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name])
}

function announce(text) {
  announcement.textContent = text
  setTimeout(() => {
    announcement.textContent = ''
  }, 6000)
}

// @import "zone.js"
