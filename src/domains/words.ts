import type { Tone } from '../lib/mark.ts'
import type { Domain } from './find.ts'
import type { Finding } from './prove.ts'

type State = { tone: Tone; word: string; text: string }

/** What is so, in words, with what a person can do about it. `address`: where the page lives. */
export function stateInWords(domain: Domain, primary: boolean, address: string): State {
  if (domain.state === 'unproven')
    return { tone: 'notice', word: 'Not proven', text: 'Nothing is served here until one of these proves it is yours.' }
  if (domain.state === 'broken')
    return {
      tone: 'major',
      word: 'Stopped',
      text: 'The proof is gone, so the page is no longer served here. Set the record again and it comes back by itself.',
    }
  if (domain.lost_at)
    return {
      tone: 'degraded',
      word: 'Proof missing',
      text: 'It goes on for now. Set the record again before it stops.',
    }
  return primary
    ? { tone: 'working', word: 'The page’s address', text: 'Links and mail use it.' }
    : { tone: 'working', word: 'Works', text: `It leads readers to ${address}.` }
}

export const proofInWords: Record<string, string> = {
  dns: 'by its TXT record',
  file: 'by a file on its server',
  here: 'by its CNAME record, which leads here',
  declared: 'by your word: this is your installation',
}

export const lookInWords: Record<Finding['look'], string> = {
  dns: 'TXT record',
  file: 'File on its server',
  here: 'CNAME record',
}
