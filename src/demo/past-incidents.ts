import type { ComponentStatus } from '../components/status.ts'

type Post = {
  /** Minutes after it began. */
  after: number
  status: string
  body: string
  components?: Record<string, ComponentStatus>
}

export type Past = {
  /** Days, with fractions, before the demo was started. */
  daysAgo: number
  title: string
  posts: readonly [Post, ...Post[]]
}

/** What happened to Acme Cloud in the past three months, oldest first. */
export const past: readonly Past[] = [
  {
    daysAgo: 83.4,
    title: 'Slower responses from API · US',
    posts: [
      {
        after: 0,
        status: 'investigating',
        body: 'Requests to API · US are slower than usual. They still complete, and your data is safe. We are looking into it.',
        components: { 'api-us': 'degraded_performance' },
      },
      {
        after: 25,
        status: 'monitoring',
        body: 'A cache had been emptied by a deployment. It is full again, and answers come at their normal speed. We are watching them.',
        components: { 'api-us': 'operational' },
      },
      {
        after: 47,
        status: 'resolved',
        body: 'API · US has been at its normal speed for twenty minutes. The slow-down lasted 25 minutes.',
      },
    ],
  },
  {
    daysAgo: 64.1,
    title: 'Webhooks arrive late',
    posts: [
      {
        after: 0,
        status: 'investigating',
        body: 'Events reach your servers up to ten minutes late. None is lost: each is sent as soon as the queue is worked off.',
        components: { webhooks: 'degraded_performance' },
      },
      {
        after: 40,
        status: 'identified',
        body: 'One large import filled the queue. We have given it a queue of its own; the others are being worked off.',
      },
      {
        after: 100,
        status: 'resolved',
        body: 'Webhooks arrive on time again, and every event that waited has been sent.',
      },
    ],
  },
  {
    daysAgo: 52.3,
    title: 'New certificates for card payments',
    posts: [
      {
        after: -3 * 24 * 60,
        status: 'scheduled',
        body: 'We exchange the certificates between us and the card networks. Payments pause for up to half an hour and can be sent again.',
        components: { payments: 'under_maintenance' },
      },
      { after: 0, status: 'in_progress', body: 'The work has begun. Payments pause until it is done.' },
      { after: 28, status: 'completed', body: 'The new certificates are in place, and payments go through.' },
    ],
  },
  {
    daysAgo: 38.2,
    title: 'Card payments are failing for some customers',
    posts: [
      {
        after: 0,
        status: 'investigating',
        body: 'Some card payments are refused. Nobody is charged for a payment that was refused, and your customers can try again later or pay by bank transfer.',
        components: { payments: 'partial_outage' },
      },
      {
        after: 12,
        status: 'identified',
        body: 'One of the two card networks refuses our requests. We are sending what we can over the other.',
      },
      {
        after: 34,
        status: 'monitoring',
        body: 'Card payments go through again. We are watching them before we call this solved.',
        components: { payments: 'operational' },
      },
      {
        after: 70,
        status: 'resolved',
        body: 'Card payments work normally again. Some were refused for 34 minutes; nobody was charged twice.',
      },
    ],
  },
  {
    daysAgo: 29.6,
    title: 'The web app cannot be opened',
    posts: [
      {
        after: 0,
        status: 'investigating',
        body: 'Nobody can sign in to the web app. The API, webhooks and payments are not affected.',
        components: { web: 'major_outage' },
      },
      {
        after: 14,
        status: 'monitoring',
        body: 'We have taken back the version that we had just installed. You can sign in again.',
        components: { web: 'operational' },
      },
      {
        after: 45,
        status: 'resolved',
        body: 'The web app could not be opened for 14 minutes. A test that would have shown it beforehand is in place now.',
      },
    ],
  },
  {
    daysAgo: 17.2,
    title: 'One of our e-mail providers is slow',
    posts: [
      {
        after: 0,
        status: 'identified',
        body: 'Our first e-mail provider accepts mail slowly. All mail goes through the second one meanwhile, on time.',
        components: { 'email-a': 'degraded_performance' },
      },
      { after: 190, status: 'resolved', body: 'Both providers take mail at their normal speed. No mail was late.' },
    ],
  },
  {
    daysAgo: 9.3,
    title: 'Requests to API · Europe are failing',
    posts: [
      {
        after: 0,
        status: 'investigating',
        body: 'Some of your requests to API · Europe fail with an error. What had been saved before is safe, and a request that failed can be sent again.',
        components: { 'api-eu': 'partial_outage' },
      },
      {
        after: 21,
        status: 'resolved',
        body: 'API · Europe answers all requests again. Some failed for 21 minutes; sending those once more is enough.',
      },
    ],
  },
  {
    daysAgo: 3.1,
    title: 'Slower responses from API · US',
    posts: [
      {
        after: 0,
        status: 'investigating',
        body: 'Requests to API · US are slower than usual. They still complete, and your data is safe.',
        components: { 'api-us': 'degraded_performance' },
      },
      { after: 26, status: 'resolved', body: 'API · US is back to its normal speed. The slow-down lasted 26 minutes.' },
    ],
  },
]
