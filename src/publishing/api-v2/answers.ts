import type { Frame } from '../frame.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { isOpen, isOver, isPlanned } from '../words.ts'
import { componentShapes, incidentShape, maintenanceShape, pageShape } from './shapes.ts'
import { pageStatus } from './status.ts'

/** Path below /api/v2 and what is answered there. Notices have no counterpart at Statuspage and are left out. */
export const answers: Record<string, (frame: Frame) => object> = {
  'summary.json': (frame) => ({
    page: pageShape(frame),
    components: componentShapes(frame),
    incidents: incidents(frame, isOpen),
    scheduled_maintenances: maintenances(frame, isNotOver),
    status: pageStatus(frame.snapshot),
  }),
  'status.json': (frame) => ({ page: pageShape(frame), status: pageStatus(frame.snapshot) }),
  'components.json': (frame) => ({ page: pageShape(frame), components: componentShapes(frame) }),
  'incidents.json': (frame) => ({ page: pageShape(frame), incidents: incidents(frame, any) }),
  'incidents/unresolved.json': (frame) => ({ page: pageShape(frame), incidents: incidents(frame, isOpen) }),
  'scheduled-maintenances.json': (frame) => answer(frame, any),
  'scheduled-maintenances/upcoming.json': (frame) => answer(frame, isPlanned),
  'scheduled-maintenances/active.json': (frame) => answer(frame, isOpen),
}

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
