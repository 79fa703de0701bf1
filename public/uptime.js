// A day's story below its row of bars: under the pointer, at a tap, by the arrow keys. It is taken from the page of uptime,
// where it can be read without this, and comes when somebody first asks for one.
const days = 90
const isMirrored = () => getComputedStyle(document.body).direction === 'rtl'
const rowOf = (event) => event.target.closest?.('.bars')

/** `first` is the event with which somebody asked. */
export function begin(first) {
  handle(first)
  for (const kind of ['pointermove', 'pointerdown', 'focusin', 'click', 'keydown']) addEventListener(kind, handle)
}

function handle(event) {
  const row = rowOf(event)
  if (!row) {
    if (event.key === 'Escape' || (event.type !== 'keydown' && !event.target.closest?.('.up'))) close()
  } else if (event.type === 'keydown') byKey(row, event)
  else if (event.type === 'focusin') row.matches(':focus-visible') && tell(row, Number(row.dataset.day ?? days - 1))
  else if (event.type === 'click' ? isTouch(event) : event.type === 'pointermove' && !isTouch(event)) {
    if (event.type === 'click') event.preventDefault()
    tell(row, dayAt(row, event.clientX))
  }
}

const isTouch = (event) => event.pointerType === 'touch'

function byKey(row, event) {
  if (event.key === 'Escape') return close()
  const [back, on] = isMirrored() ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight']
  const step = { [back]: -1, [on]: 1, Home: -days, End: days }[event.key]
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  tell(row, within(Number(row.dataset.day ?? days - 1) + step))
}

/** The drawing may reach beyond its row, and is mirrored where one reads from the right. */
function dayAt(row, x) {
  const { left, width } = row.firstElementChild.getBoundingClientRect()
  const share = (x - left) / width
  return within(Math.floor((isMirrored() ? 1 - share : share) * days))
}

const within = (day) => Math.min(days - 1, Math.max(0, day))

async function tell(row, day) {
  const up = row.parentElement
  if (row.dataset.day === String(day) && up.querySelector('.told')) return
  for (const other of document.querySelectorAll('.bars[data-day]')) if (other !== row) close(other)
  row.dataset.day = day
  const page = await stories(row)
  if (row.dataset.day !== String(day) || !row.isConnected) return
  const told = up.querySelector('.told') ?? row.after(box()) ?? up.querySelector('.told')
  told.replaceChildren(...storyOf(page, row, day))
  point(
    row,
    up.querySelector('.at') ?? up.appendChild(Object.assign(document.createElement('span'), { className: 'at' })),
  )
}

const box = () => {
  const told = Object.assign(document.createElement('div'), { className: 'told' })
  told.setAttribute('role', 'status')
  return told
}

/** The page of uptime as it was when this version of what is shown was first asked about. */
let asked = { version: null, page: null }
function stories(row) {
  const { version } = document.documentElement.dataset
  const [address] = row.href.split('#')
  const read = (text) => new DOMParser().parseFromString(text, 'text/html')
  if (address === location.href.split('#')[0]) return document
  if (asked.version !== version) {
    const page = fetch(address, { cache: 'no-cache' }).then(async (answer) =>
      read(answer.ok ? await answer.text() : ''),
    )
    asked = { version, page: page.catch(() => read('')) }
  }
  return asked.page
}

function storyOf(page, row, day) {
  const { today, quiet, far, none } = page.querySelector('[data-today]')?.dataset ?? {}
  if (!today) return [row.ariaLabel]
  const date = new Date(Date.parse(today) - (days - 1 - day) * 86_400_000)
  const name = date.toISOString().slice(0, 10)
  const id = row.hash.slice(3)
  const story = page.getElementById(`${id}-${name}`)
  if (story) return document.importNode(story, true).childNodes
  const since = page.getElementById(`u-${id}`)?.closest('section').dataset.since
  const words = since > name || !since ? none : name === today ? far : quiet
  return [`${dateInWords(date)}: ${words}`]
}

/** "Sunday, 22 November", as the pages write it; their foot says how. */
function dateInWords(date) {
  const { locale, weekday = '{weekday}, {date}' } = document.getElementById('zone')?.dataset ?? {}
  const write = (parts) => date.toLocaleDateString(locale, { ...parts, timeZone: 'UTC' })
  return weekday
    .replace('{weekday}', () => write({ weekday: 'long' }))
    .replace('{date}', () => write({ day: 'numeric', month: 'long' }))
}

/** Marks the day itself, and puts its story below it. */
function point(row, at) {
  const [inner, outer] = [row.firstElementChild, row.parentElement].map((element) => element.getBoundingClientRect())
  const width = inner.width / days
  const place = Number(row.dataset.day) * width
  const left = inner.left - outer.left + (isMirrored() ? inner.width - place - width : place)
  at.hidden = left < -1
  at.style.left = `${left}px`
  at.style.width = `${width}px`
  const told = row.parentElement.querySelector('.told')
  told.style.left = `${Math.max(0, Math.min(left, outer.width - told.offsetWidth))}px`
}

function close(row) {
  for (const open of row ? [row] : document.querySelectorAll('.bars[data-day]')) {
    delete open.dataset.day
    for (const part of open.parentElement.querySelectorAll('.told, .at')) part.remove()
  }
}
