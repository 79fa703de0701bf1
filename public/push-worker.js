// Shows what the page sends to this browser, and opens it at a click.
self.addEventListener('install', () => self.skipWaiting())

self.addEventListener('push', (event) => {
  const { title = 'Status', body = '', url = '/', tag, lang = '' } = event.data?.json() ?? {}
  event.waitUntil(self.registration.showNotification(title, { body, tag, lang, renotify: Boolean(tag), data: { url } }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(self.clients.openWindow(event.notification.data.url))
})

// The push service gave this browser another address: every page that it had subscribed to learns of it.
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(moved(event)))

async function moved({ oldSubscription, newSubscription }) {
  const kept = await caches.open('push')
  for (const request of await kept.keys()) {
    const components = await (await kept.match(request)).json()
    const made = newSubscription ?? (await subscribeAnew(request.url))
    if (oldSubscription) await tell(request.url, 'DELETE', oldSubscription, [])
    await tell(request.url, 'POST', made, components)
  }
}

async function subscribeAnew(at) {
  const { key } = await (await fetch(at)).json()
  return self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

function tell(at, method, subscription, components) {
  const { endpoint, keys } = subscription.toJSON()
  const body = JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth, components })
  return fetch(at, { method, body, headers: { 'content-type': 'application/json' } })
}
