import { mailVendor } from './email.cases.ts'

/** A mail server is asked nothing by HTTP; email.test.ts tries it. */
export const vendor = mailVendor(
  () => ({ status: 404 }),
  () => ({ from: '', to: '', subject: '', text: '', html: '', headers: {} }),
)
