import { type Handler, handle, type Recurring } from '../queue/job.ts'
import { sendLettersJob } from './queue.ts'
import { type LetterOffice, purgeLetters, sendLetters, wakeWaitingLetters } from './send.ts'

export const letterHandlers = (office: LetterOffice): Handler[] => [
  handle(sendLettersJob, (ctx) => sendLetters(ctx, office)),
]

export const letterTasks: Recurring[] = [
  { name: 'wake-letters', everySeconds: 5, run: wakeWaitingLetters },
  { name: 'purge-letters', everySeconds: 3600, run: purgeLetters },
]
