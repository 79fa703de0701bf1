import { createLimit } from '../web/limit.ts'

/** Each look asks name servers and a web server that a person named. */
export const checking = createLimit({
  name: 'domain-check',
  points: 30,
  seconds: 600,
  refusal: 'Host names were looked at many times just now. They are looked at by themselves too.',
})
