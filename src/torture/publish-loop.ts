import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { openSite } from '../publishing/site/site.ts'
import { documentsOf } from './publish-documents.ts'

// A process that publishes one version after the other, for ever, until it is killed. `node publish-loop.ts FOLDER`.
const folder = process.argv[2] ?? ''
const site = await openSite({ slug: 'torture', folder, random: randomBytes })
for (let version = site.version() + 1; ; version++) {
  await site.publish(documentsOf(version), version)
  process.stdout.write(`${version}\n`)
  // Often the next one comes while this one is still being written.
  if (version % 3 === 0) await site.settled()
}
