// Notifications in this browser, offered where readers subscribe. The browser asks for permission at the click and never
// before. A subscription that is bound to another key than the page's is made anew.
const section = document.getElementById('push')
const worker = '/subscribe/push-worker.js'

if (section && 'serviceWorker' in navigator && 'PushManager' in window && window.isSecureContext) begin()

async function begin() {
  const [button, said] = [section.querySelector('button'), section.querySelector('[role=status]')]
  const { at, on, stop, start, denied, failed } = section.dataset
  const show = (isOn, words = isOn ? on : '') => {
    button.textContent = isOn ? stop : start
    button.dataset.on = isOn ? 'yes' : ''
    said.textContent = words
  }
  const known = await subscription()
  show(known !== null && Notification.permission === 'granted')
  // Back after a change of key, or after the service had dropped it: as it was before, without a question.
  if (known && Notification.permission === 'granted') renew(at, known).catch(() => {})
  button.addEventListener('click', async () => {
    button.disabled = true
    try {
      if (button.dataset.on) {
        await end(at)
        show(false)
      } else if ((await Notification.requestPermission()) !== 'granted') show(false, denied)
      else {
        await subscribe(at)
        show(true)
      }
    } catch {
      said.textContent = failed
    }
    button.disabled = false
  })
  section.hidden = false
}

async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration(worker)
  return (await registration?.pushManager.getSubscription()) ?? null
}

async function subscribe(at) {
  await navigator.serviceWorker.register(worker, { scope: '/subscribe/' })
  const registration = await navigator.serviceWorker.getRegistration(worker)
  const key = await keyOf(at)
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  await tell(at, 'POST', made)
  // For the worker, which the browser tells when it makes a subscription anew.
  const kept = await caches.open('push')
  await kept.put(at, new Response(JSON.stringify(chosen())))
}

async function renew(at, known) {
  const key = await keyOf(at)
  const bound = new Uint8Array(known.options.applicationServerKey ?? [])
  if (bound.length === key.length && bound.every((byte, i) => byte === key[i])) return
  await tell(at, 'DELETE', known)
  await known.unsubscribe()
  await subscribe(at)
}

async function end(at) {
  const known = await subscription()
  if (!known) return
  await tell(at, 'DELETE', known)
  await known.unsubscribe()
  await (await caches.open('push')).delete(at)
}

async function keyOf(at) {
  const { key } = await (await fetch(at)).json()
  return Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
}

async function tell(at, method, made) {
  const { endpoint, keys } = made.toJSON()
  const body = JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth, components: chosen() })
  const answer = await fetch(at, { method, body, headers: { 'content-type': 'application/json' } })
  if (!answer.ok) throw new Error(String(answer.status))
}

function chosen() {
  const boxes = [...document.querySelectorAll('form.subscribe input[name=components]:checked')]
  return [...new Set(boxes.map((box) => box.value))]
}
