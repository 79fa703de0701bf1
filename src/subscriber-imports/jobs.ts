import { type Handler, handle, type Recurring } from '../queue/job.ts'
import { forgetImports } from './forget.ts'
import { readImport } from './read.ts'
import { runImport, runImportJob } from './run.ts'
import { readImportJob } from './upload.ts'

export const importHandlers: Handler[] = [handle(readImportJob, readImport), handle(runImportJob, runImport)]

export const importTasks: Recurring[] = [{ name: 'forget-imports', everySeconds: 3600, run: forgetImports }]
