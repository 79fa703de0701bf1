// The server's clock counts, not the operator's.
const ahead = Date.parse(document.documentElement.dataset.now) - Date.now()
const now = () => Date.now() + ahead

/** Keeps "12 minutes ago" and "in 4:59" true while the page is open. */
export function runningTimes() {
  const tick = () => {
    for (const time of document.querySelectorAll('time[data-until]')) countDown(time)
    for (const time of document.querySelectorAll('time[data-ago]')) write(time, ago(now() - Date.parse(time.dateTime)))
  }
  tick()
  setInterval(tick, 1000)
}

function countDown(time) {
  const left = Date.parse(time.dateTime) - now()
  time.classList.toggle('overdue', left < 0)
  write(time, left < 0 ? `${words(-left)} overdue` : `in ${left < 3_600_000 ? clock(left) : words(left)}`)
}

// What has not changed is not written: a selection or a screen reader's place would be lost.
function write(time, text) {
  if (time.textContent !== text) time.textContent = text
}

function clock(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

const ago = (past) => (past < 60_000 ? 'just now' : `${words(past)} ago`)

function words(milliseconds) {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return count(minutes, 'minute')
  if (minutes < 1440) return count(Math.floor(minutes / 60), 'hour')
  return count(Math.floor(minutes / 1440), 'day')
}

const count = (number, name) => `${number} ${name}${number === 1 ? '' : 's'}`
