import type { Frame } from '../frame.ts'
import { languageOf } from '../languages/index.ts'
import { wordsOf } from '../languages/words.ts'
import { sentenceOf } from '../sentence.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { dataAsOf } from '../unknown.ts'
import { isOpen, isOver, isPlanned } from '../words.ts'
import { componentShapes, incidentShape, maintenanceShape, pageShape } from './shapes.ts'
import { type PageStatus, pageStatus } from './status.ts'

const fresh: Record<string, (frame: Frame) => object> = {
  'summary.json': (frame) => ({
    page: pageShape(frame),
    components: componentShapes(frame),
    incidents: incidents(frame, isOpen),
    scheduled_maintenances: maintenances(frame, isNotOver),
    status: statusOf(frame),
  }),
  'status.json': (frame) => ({ page: pageShape(frame), status: statusOf(frame) }),
  'components.json': (frame) => ({ page: pageShape(frame), components: componentShapes(frame) }),
  'incidents.json': (frame) => ({ page: pageShape(frame), incidents: incidents(frame, any) }),
  'incidents/unresolved.json': (frame) => ({ page: pageShape(frame), incidents: incidents(frame, isOpen) }),
  'scheduled-maintenances.json': (frame) => answer(frame, any),
  'scheduled-maintenances/upcoming.json': (frame) => answer(frame, isPlanned),
  'scheduled-maintenances/active.json': (frame) => answer(frame, isOpen),
}

/**
 * Path below /api/v2 and what is answered there. Notices have no counterpart at Statuspage and are left out. What is old
 * says so, in a field that Statuspage has not.
 */
export const answers: Record<string, (frame: Frame) => object> = Object.fromEntries(
  Object.entries(fresh).map(([path, of]) => [
    path,
    (frame: Frame) => {
      const asOf = dataAsOf(frame.snapshot)
      return { ...of(frame), ...(asOf && { data_as_of: asOf.toISOString() }) }
    },
  ]),
)

/** Nothing is said to be operational that nobody knows of. */
function statusOf(frame: Frame): PageStatus {
  const status = pageStatus(frame.snapshot)
  if (status.indicator !== 'none') return status
  const { text, tone } = sentenceOf({ ...frame, words: english, times: frame.englishTimes })
  return tone === 'unknown' ? { ...status, description: text } : status
}

const english = wordsOf(languageOf('en'))

const answer = (frame: Frame, which: Which) => ({
  page: pageShape(frame),
  scheduled_maintenances: maintenances(frame, which),
})

type Which = (incident: IncidentInfo) => boolean
const any: Which = () => true
const isNotOver: Which = (incident) => !isOver(incident)

const incidents = (frame: Frame, which: Which) =>
  newest(frame, 'incident', which).map((incident) => incidentShape(frame, incident))

const maintenances = (frame: Frame, which: Which) =>
  newest(frame, 'maintenance', which).map((incident) => maintenanceShape(frame, incident))

/** Fifty at most, as Statuspage does. */
const newest = (frame: Frame, kind: IncidentInfo['kind'], which: Which) =>
  frame.snapshot.incidents.filter((incident) => incident.kind === kind && which(incident)).slice(0, 50)
