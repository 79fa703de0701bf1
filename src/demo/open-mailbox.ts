import type { catchMail } from './mailbox.ts'

type Mailbox = { readonly catchMail: typeof catchMail }

/** The demo's mailbox. An installation for production has not the packages that it is made of: then it says what to do. */
export async function openMailbox(load: () => Promise<Mailbox> = () => import('./mailbox.ts')) {
  const { catchMail } = await load().catch((error) => {
    const missing = /Cannot find package '([^']+)'/.exec(String(error))?.[1]
    if (!missing) throw error
    throw new Error(
      `its mailbox needs the package ${missing}, which "npm ci --omit=dev" leaves out. Run "npm ci", then start the demo again.`,
    )
  })
  return catchMail()
}
